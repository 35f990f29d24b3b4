import type { CallFact } from '../../../model/fact/module.ts';
import type { Value } from '../../../model/fact/value.ts';
import { functionsOf } from '../things.ts';
import type { Deed, FunctionThing, Scope, Thing } from '../types.ts';

/** How deep a method of an aggregate is followed into its own methods. */
const DEEPEST = 3;

const RECORDS = /^_?(?:record|apply|raise|addEvent|addDomainEvent|registerEvent|registerDomainEvent|emit)\w*$/;
const EVENTS = /events?$/i;
const KEEPS = /^(?:save|store|persist|commit)$/;

/** What a name of the function stands for, also as one of a list. */
const localOf = (name: string, { module, fn }: Scope): Value | undefined => {
  const value = module.fact.functions[fn]?.locals.find((local) => local.name === name)?.value;
  return value?.kind === 'element' ? value.of : value;
};

/** Whose recorded events a value is: `order` in `order.pullDomainEvents()` and `order.domainEvents`. */
const ownerOf = (value: Value | undefined, scope: Scope, depth = 0): string | undefined => {
  if (depth > DEEPEST) return undefined;
  switch (value?.kind) {
    case 'spread':
      return ownerOf(value.of, scope, depth + 1);
    case 'name':
      return ownerOf(localOf(value.name, scope), scope, depth + 1);
    case 'call':
      return ownerOf(scope.module.fact.calls[value.site]?.callee, scope, depth + 1);
    case 'member':
      return value.of.kind === 'name' && EVENTS.test(value.name) ? value.of.name : undefined;
    default:
      return undefined;
  }
};

/** The aggregate whose events a call hands over: what it has recorded, or itself to a repository. */
const aggregateOf = ({ callee, args }: CallFact, scope: Scope): string | undefined => {
  if (callee.kind === 'member' && callee.name === 'commit' && callee.of.kind === 'name') return callee.of.name;
  const [given] = args.flatMap((arg) => ownerOf(arg, scope) ?? []);
  const [first] = args;
  return (
    given ?? (callee.kind === 'member' && KEEPS.test(callee.name) && first?.kind === 'name' ? first.name : undefined)
  );
};

type Check = string | undefined;

/** The checks that what a method records stands behind, one for each record; none where it records nothing. */
const recordsIn = ({ scope: { module, program }, id, self }: FunctionThing, depth: number): readonly Check[] =>
  (module.fact.functions[id]?.calls ?? []).flatMap((site): readonly Check[] => {
    const call = module.fact.calls[site];
    if (call?.callee.kind !== 'member') return [];
    const { of, name } = call.callee;
    const check = call.around.checked === undefined ? undefined : `${module.file}:${call.around.checked}`;
    if (name === 'push' && of.kind === 'member' && of.of.kind === 'this' && EVENTS.test(of.name)) return [check];
    if (of.kind !== 'this') return [];
    if (RECORDS.test(name)) return [check];
    if (!self || depth > DEEPEST) return [];
    const inner = functionsOf(program.member(self, name, program.generic(module, id)));
    return inner.flatMap((fn) => recordsIn(fn, depth + 1)).map((deeper) => check ?? deeper);
  });

/** The call that a name of the function got its value from. */
const sourceOf = (name: string, scope: Scope): CallFact | undefined => {
  const value = localOf(name, scope);
  return value?.kind === 'call' ? scope.module.fact.calls[value.site] : undefined;
};

/** A row that was loaded knows what was done with it; one that is made on the spot does not. */
const isLoaded = (name: string, scope: Scope): boolean => {
  const call = sourceOf(name, scope);
  if (call?.form !== 'call') return false;
  return call.callee.kind !== 'member' || scope.program.evaluate(call.callee.of, scope).kind !== 'class';
};

/** What was loaded, by the type that the function that loads it declares: the row itself says nothing of its methods. */
const loadedBy = (name: string, scope: Scope): readonly Thing[] => {
  const call = sourceOf(name, scope);
  return functionsOf(call && scope.program.evaluate(call.callee, scope)).flatMap((fn) => {
    const type = fn.scope.module.fact.functions[fn.id]?.returnType;
    return type ? [scope.program.typed(type, fn.scope)] : [];
  });
};

/** The methods that a function calls on a name before a call. */
const askedOf = (name: string, before: number, scope: Scope): readonly FunctionThing[] => {
  const { module, fn, program } = scope;
  const sites = module.fact.functions[fn]?.calls ?? [];
  return sites.slice(0, sites.indexOf(before)).flatMap((site) => {
    const callee = module.fact.calls[site]?.callee;
    if (callee?.kind !== 'member' || callee.of.kind !== 'name' || callee.of.name !== name) return [];
    const own = functionsOf(program.evaluate(callee, scope));
    return own.length > 0
      ? own
      : loadedBy(name, scope).flatMap((row) => functionsOf(program.member(row, callee.name, scope)));
  });
};

/**
 * An aggregate that leaves a method early, as it was done before, has recorded nothing the second time: its events go out
 * behind that check, wherever they are published.
 */
export const behindRecords = (site: number, deeds: readonly Deed[], scope: Scope): readonly Deed[] => {
  if (!deeds.some(({ what }) => what.kind === 'publish')) return deeds;
  const call = scope.module.fact.calls[site];
  const name = call && aggregateOf(call, scope);
  if (name === undefined || !isLoaded(name, scope)) return deeds;
  const records = askedOf(name, site, scope).flatMap((fn) => recordsIn(fn, 0));
  const checks = records.flatMap((check) => check ?? []);
  if (checks.length === 0 || checks.length < records.length) return deeds;
  return deeds.map((deed) =>
    deed.what.kind === 'publish'
      ? { ...deed, around: { ...deed.around, checks: [...(deed.around.checks ?? []), ...checks] } }
      : deed,
  );
};
