import type { ObjectEntry, Value } from '../../../model/fact/value.ts';
import type { CallFact } from '../../../model/fact/module.ts';
import {
  eitherOf,
  ENVIRONMENT,
  evidenceAt,
  itemsOf,
  NOTHING,
  optionsOf,
  textsOf,
  textThing,
  UNKNOWN,
} from '../things.ts';
import type { ClassThing, Scope, TextOption, Thing } from '../types.ts';
import { libraryBaseOf, lineOf, methodOf, methodThing } from './classes.ts';
import { environmentText } from './environment.ts';
import { pairsIn } from './maps.ts';
import { firstGiven } from './given.ts';
import { packageThing } from './names.ts';
import { itemInRound } from './rounds.ts';
import { joinPieces, pieceOf } from './texts.ts';
import { foundOnce } from './under-way.ts';

const DEEPEST = 90;

const nameOf = (value: Value): string => {
  if (value.kind === 'name') return value.name;
  if (value.kind === 'member') return value.name;
  if (value.kind === 'env') return value.name;
  if (value.kind === 'element' || value.kind === 'spread') return nameOf(value.of);
  return '…';
};

const selfOf = (scope: Scope): Thing => {
  for (let inner: Scope | undefined = scope; inner; inner = inner.parent) if (inner.self) return inner.self;
  return UNKNOWN;
};

/** `super.add(…)` is the method of the class that the one it is written in extends. */
const superMember = (name: string, scope: Scope): Thing => {
  const { program, module } = scope;
  const self = selfOf(scope);
  for (let inner: Scope | undefined = scope; inner; inner = inner.parent) {
    const owner = module.fact.functions[inner.fn]?.owner;
    if (owner === undefined) continue;
    const line = self.kind === 'instance' ? lineOf(self.of) : [];
    const known = line.find((of) => of.scope.module === module && of.id === owner);
    const own: ClassThing = known ?? { kind: 'class', scope: program.generic(module, 0), id: owner };
    const above = lineOf(own)[1];
    const method = above && methodOf(above, name, self.kind === 'class');
    if (method) return methodThing(method, self);
    const base = libraryBaseOf(own);
    if (base) return program.member(base, name, scope);
  }
  return program.member(self, name, scope);
};

/** Settings by environment: those of tests hold nowhere else. */
const withoutTests = (entries: readonly ObjectEntry[]): readonly ObjectEntry[] =>
  entries.some(({ key }) => /^(?:prod|dev|staging|local)/.test(key ?? ''))
    ? entries.filter(({ key }) => !/^(?:tests?|testing|e2e|ci)$/.test(key ?? ''))
    : entries;

/** One of the rows that a query gives is known as what the query gives. */
const LISTED = /(?:^|\.)(?:find|query|load)\w*\(\)$/;

const element = (value: Extract<Value, { kind: 'element' }>, scope: Scope): Thing => {
  const { program } = scope;
  const atHand = value.index.kind === 'unknown' ? itemInRound(value.of, scope) : undefined;
  if (atHand) return atHand;
  const of = program.evaluate(value.of, scope);
  const index = program.evaluate(value.index, scope);
  const keys = textsOf(index).filter((option) => !option.holes);
  if (of.kind === 'environment') return eitherOf(keys.map((key) => environmentText(program, key.text)));
  const first = optionsOf(index).find((option) => option.kind === 'number');
  if (first?.kind === 'number' && of.kind === 'array') return of.items[first.number] ?? UNKNOWN;
  const lists = optionsOf(of).flatMap((option) => (option.kind === 'array' ? [option.items] : []));
  if (first?.kind === 'number' && lists.length > 0)
    return eitherOf(lists.map((items) => items[first.number] ?? UNKNOWN));
  if (keys.length > 0) return eitherOf(keys.map((key) => program.member(of, key.text, scope)));
  const items = of.kind === 'library' ? pairsIn(of) : itemsOf(of);
  if (items.length > 0) return eitherOf(items);
  if (of.kind === 'library' && LISTED.test(of.path)) return of;
  const entries = optionsOf(of).flatMap((option) =>
    option.kind === 'object'
      ? withoutTests(option.value.entries).map((entry) => program.evaluate(entry.value, option.scope))
      : [],
  );
  return entries.length > 0 && entries.length <= 12 ? eitherOf(entries) : UNKNOWN;
};

const calleeArgs = (fact: CallFact, scope: Scope): readonly Thing[] =>
  fact.args.flatMap((arg) => {
    const thing = scope.program.evaluate(arg.kind === 'spread' ? arg.of : arg, scope);
    return arg.kind === 'spread' && thing.kind === 'array' ? thing.items : [thing];
  });

const callResult = (site: number, scope: Scope): Thing => {
  const { program, module } = scope;
  const find = (): Thing => {
    const fact = module.fact.calls[site];
    if (!fact) return UNKNOWN;
    const callee = program.evaluate(fact.callee, scope);
    const more = {
      isNew: fact.form === 'new',
      at: evidenceAt(scope, fact.at),
      ...(fact.typeArgs ? { typeArgs: fact.typeArgs } : {}),
    };
    return program.call(callee, calleeArgs(fact, scope), scope, more);
  };
  return foundOnce(scope.results, site, scope, find) ?? UNKNOWN;
};

const importResult = (from: string, scope: Scope): Thing => {
  const target = scope.program.workspace.resolve(scope.module.file, from);
  if ('package' in target) return packageThing(target.package, target.path, '=');
  return scope.program.exported(target.file, '=') ?? { kind: 'namespace', file: target.file };
};

const functionThing = (id: number, scope: Scope): Thing => {
  const self = selfOf(scope);
  return { kind: 'function', scope, id, ...(self.kind === 'unknown' ? {} : { self }) };
};

const arrayThing = (value: Extract<Value, { kind: 'array' }>, scope: Scope): Thing => ({
  kind: 'array',
  items: value.items.flatMap((item): readonly Thing[] => {
    if (item.kind !== 'spread') return [scope.program.evaluate(item, scope)];
    const items = itemsOf(scope.program.evaluate(item.of, scope));
    return items.length > 0 ? items : [UNKNOWN];
  }),
});

/** Texts put together, or numbers added up. */
const joined = (parts: readonly Value[], scope: Scope): Thing => {
  const things = parts.map((part) => scope.program.evaluate(part, scope));
  const numbers = things.flatMap((thing) => (thing.kind === 'number' ? [thing.number] : []));
  if (numbers.length === parts.length) return { kind: 'number', number: numbers.reduce((sum, one) => sum + one, 0) };
  return joinPieces(
    things.map((thing, index) =>
      isHere(thing) ? [hereIn(scope)] : pieceOf(thing, nameOf(parts[index] ?? { kind: 'unknown' })),
    ),
  );
};

const isHere = (thing: Thing): boolean =>
  thing.kind === 'library' && thing.package === 'global' && thing.path === '__dirname';

/** A path from the folder of a module stays open, and says which module that is. */
const hereIn = (scope: Scope): TextOption => ({
  text: '{__dirname}',
  holes: true,
  env: [],
  evidence: [evidenceAt(scope, [1, 1])],
});

const simple = (value: Value, scope: Scope): Thing | undefined => {
  switch (value.kind) {
    case 'text':
      return textThing(value.text);
    case 'number':
    case 'boolean':
      return value;
    case 'nothing':
      return NOTHING;
    case 'this':
      return selfOf(scope);
    case 'super':
      return selfOf(scope);
    case 'name':
      return value.name === 'import.meta' ? UNKNOWN : scope.program.lookup(value.name, scope);
    case 'env':
      return environmentText(scope.program, value.name);
    case 'import':
      return importResult(value.from, scope);
    case 'function':
      return functionThing(value.id, scope);
    case 'class':
      return { kind: 'class', scope, id: value.id };
    default:
      return undefined;
  }
};

const compound = (value: Value, scope: Scope): Thing => {
  const { program } = scope;
  switch (value.kind) {
    case 'join':
      return joined(value.parts, scope);
    case 'member': {
      if (value.name === 'env' && value.of.kind === 'name' && value.of.name === 'process') return ENVIRONMENT;
      if (value.of.kind === 'super') return superMember(value.name, scope);
      return program.member(program.evaluate(value.of, scope), value.name, scope);
    }
    case 'element':
      return element(value, scope);
    case 'call':
      return callResult(value.site, scope);
    case 'object':
      return { kind: 'object', value, scope, stored: new Map() };
    case 'array':
      return arrayThing(value, scope);
    case 'either':
      return firstGiven(value.options.map((option) => scope.program.evaluate(option, scope)));
    case 'spread':
      return program.evaluate(value.of, scope);
    default:
      return UNKNOWN;
  }
};

/** What a value is in a scope. Never fails: what cannot be told is unknown. */
export const evaluate = (value: Value, scope: Scope): Thing => {
  const { memo } = scope.program;
  if (memo.depth > DEEPEST || memo.fuel-- <= 0) return UNKNOWN;
  memo.depth++;
  const thing = simple(value, scope) ?? compound(value, scope);
  memo.depth--;
  return thing;
};
