import { isNonEmpty, type NonEmpty } from '../../model/evidence.ts';
import type { CallFact, ModuleFact } from '../../model/fact/module.ts';
import type { ObjectEntry, Value } from '../../model/fact/value.ts';
import type { Channel } from '../../model/model.ts';
import type { Saga, SagaStep } from '../../model/saga.ts';
import { evidenceAt, functionsOf, plainTextsOf } from './things.ts';
import type { Deed, Program, Scope, Thing } from './types.ts';
import { deedsOf } from './walk/walk.ts';

/** A saga before it is known what its service publishes. */
export type FoundSaga = Omit<Saga, 'service' | 'steps'> & { readonly steps: NonEmpty<FoundStep> };
/** `says`: texts in place of a function, which may be names of messages. */
type FoundStep = SagaStep & { readonly says: readonly string[] };
type Step = Omit<FoundStep, 'evidence'> & { readonly at: readonly [number, number] };

const UNDOES = /^(?:withCompensat\w*|compensat\w*|undo|rollback|rollBack|revert|onRollback|onCompensate)$/;
const DOES = /^(?:invoke|execute|action|run|handle|perform|transaction|forward|do|up)$/;

/** Lists of steps and chains of a builder in a service's own files. */
export function sagasIn(program: Program): readonly FoundSaga[] {
  return [...program.own].flatMap((file) => {
    const module = program.workspace.moduleOf(file);
    if (!module || !mentions(module.fact)) return [];
    const scopeOf = (fn: number): Scope => program.generic(module, fn);
    return [...listsIn(module.fact, scopeOf), ...chainsIn(module.fact, scopeOf)];
  });
}

/** Most files have nothing of the kind: names of calls and of keys tell, without evaluating anything. */
const mentions = ({ calls, functions, bindings, classes }: ModuleFact): boolean =>
  calls.some(({ callee, args }) => (callee.kind === 'member' && UNDOES.test(callee.name)) || args.some(holdsUndo)) ||
  bindings.some(({ value }) => holdsUndo(value)) ||
  classes.some(({ fields }) => fields.some(({ value }) => value !== undefined && holdsUndo(value))) ||
  functions.some(({ locals, returns }) => locals.some(({ value }) => holdsUndo(value)) || returns.some(holdsUndo));

const holdsUndo = (value: Value): boolean =>
  value.kind === 'array' && value.items.some((item) => item.kind === 'object' && entryOf(item.entries, UNDOES));

const entryOf = (entries: readonly ObjectEntry[], name: RegExp): boolean =>
  entries.some(({ key }) => key !== undefined && name.test(key));

function listsIn(fact: ModuleFact, scopeOf: (fn: number) => Scope): readonly FoundSaga[] {
  const held = [
    ...fact.bindings.map(({ value, at }) => ({ value, fn: 0, at })),
    ...fact.functions.flatMap(({ locals, returns, at }, fn) => [
      ...locals.map((local) => ({ value: local.value, fn, at: local.at })),
      ...returns.map((value) => ({ value, fn, at })),
    ]),
    ...fact.calls.flatMap(({ args, in: fn, at }) => args.map((value) => ({ value, fn, at }))),
    ...fact.classes.flatMap(({ fields }) => fields.flatMap(({ value, at }) => (value ? [{ value, fn: 0, at }] : []))),
  ];
  return held.flatMap(({ value, fn, at }) => {
    if (!holdsUndo(value) || value.kind !== 'array') return [];
    const scope = scopeOf(fn);
    return sagaOf(
      scope,
      at,
      value.items.flatMap((item) => (item.kind === 'object' ? stepsIn(item.entries, scope, at) : [])),
    );
  });
}

function stepsIn(entries: readonly ObjectEntry[], scope: Scope, at: readonly [number, number]): readonly Step[] {
  const action = entries.find(({ key }) => key !== undefined && DOES.test(key));
  if (!action) return [];
  const named = entries.find(({ key }) => key === 'name' || key === 'step' || key === 'id');
  const [name] = named ? plainTextsOf(scope.program.evaluate(named.value, scope)) : [];
  const line = named?.line ?? action.line;
  const done = scope.program.evaluate(action.value, scope);
  return [
    {
      name: name ?? action.key ?? 'step',
      isCompensated: entryOf(entries, UNDOES),
      changes: changesIn(done),
      says: plainTextsOf(done),
      at: line === undefined ? at : [line, 1],
    },
  ];
}

/** `saga.step('pay').invoke(pay).withCompensation(refund).step('ship').invoke(ship)` */
function chainsIn(fact: ModuleFact, scopeOf: (fn: number) => Scope): readonly FoundSaga[] {
  const compensated = new Set(
    fact.calls.flatMap(({ callee }) =>
      callee.kind === 'member' && UNDOES.test(callee.name) && callee.of.kind === 'call' ? [callee.of.site] : [],
    ),
  );
  const steps = fact.calls.flatMap((call, site) => {
    const opened = openedBy(call, fact);
    if (!opened) return [];
    const scope = scopeOf(call.in);
    const [name = 'step'] = plainTextsOf(opened.args[0] && scope.program.evaluate(opened.args[0], scope));
    const [action] = call.args;
    const changes = action ? changesIn(scope.program.evaluate(action, scope)) : false;
    return [{ fn: call.in, name, isCompensated: compensated.has(site), changes, says: [], at: opened.at }];
  });
  return [...Map.groupBy(steps, ({ fn }) => fn)].flatMap(([fn, list]) => {
    const ordered = list.toSorted((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1]);
    const [first] = ordered;
    return first ? sagaOf(scopeOf(fn), first.at, ordered) : [];
  });
}

/** The `step('pay')` that an `invoke(…)` is called on. */
const openedBy = ({ callee }: CallFact, { calls }: ModuleFact): CallFact | undefined => {
  if (callee.kind !== 'member' || !DOES.test(callee.name) || callee.of.kind !== 'call') return undefined;
  const opened = calls[callee.of.site];
  return opened?.callee.kind === 'member' && opened.callee.name === 'step' ? opened : undefined;
};

function sagaOf(scope: Scope, at: readonly [number, number], steps: readonly Step[]): readonly FoundSaga[] {
  if (steps.length < 2 || !steps.some(({ isCompensated }) => isCompensated)) return [];
  const placed = steps.map(({ at: place, ...step }): FoundStep => ({ ...step, evidence: [evidenceAt(scope, place)] }));
  return isNonEmpty(placed) ? [{ steps: placed, evidence: [evidenceAt(scope, at)] }] : [];
}

const changesIn = (action: Thing): boolean =>
  functionsOf(action).some((fn) => deedsOf(fn.scope.program.enter(fn, [])).some(isChange));

const isChange = ({ what }: Deed): boolean => {
  if (what.kind === 'data') return what.verb !== 'read';
  return what.kind !== 'call' || !/^(?:GET|HEAD)$/.test(what.method ?? '');
};

/** A step that is told as the name of a message changes something where its service publishes that message. */
export function sagaIn(service: string, saga: FoundSaga, channels: readonly Channel[]): Saga {
  const published = new Set(
    channels.flatMap(({ id, publishedBy }) =>
      publishedBy.includes(service) ? [id.replace(/^[^:]*:/, ''), id.replace(/^.*[.:/]/, '')] : [],
    ),
  );
  const [first, ...rest] = saga.steps;
  const step = ({ says, changes, ...known }: FoundStep): SagaStep => ({
    ...known,
    changes: changes || says.some((name) => published.has(name)),
  });
  return { service, evidence: saga.evidence, steps: [step(first), ...rest.map(step)] };
}
