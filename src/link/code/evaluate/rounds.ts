import type { Value } from '../../../model/fact/value.ts';
import { itemsOf } from '../things.ts';
import type { Scope, Thing } from '../types.ts';

const MOST_ROUNDS = 12;
const DEEPEST = 40;

/** The list that a name is one of in turn: `service` in `for (const service of services)`. */
const listIn = (value: Value): Value | undefined => {
  if (value.kind === 'element') return value.index.kind === 'unknown' ? value.of : listIn(value.of);
  return value.kind === 'member' ? listIn(value.of) : undefined;
};

const isSame = (a: Value, b: Value): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** The list that a loop goes over: the one a name in `about` is an item of, else the only one there is. */
const listFor = ({ module, fn }: Scope, about: Value): Value | undefined => {
  const { fact } = module;
  const names = fn === 0 ? fact.bindings : (fact.functions[fn]?.locals ?? []);
  const items = names.flatMap(({ name, value }) => {
    const list = listIn(value);
    return list ? [{ name, list }] : [];
  });
  if (items.length === 0) return undefined;
  const told = JSON.stringify(about);
  const meant = items.find(({ name }) => told.includes(`"name":"${name}"`));
  const [first] = items;
  return meant?.list ?? (first && items.every(({ list }) => isSame(list, first.list)) ? first.list : undefined);
};

/**
 * A function with a loop over a list that is written out, once for each item: which name goes with which client is only
 * told while both are of one round. `about`: what the loop is to tell apart. A function without one is its only round.
 */
export const roundsOf = (scope: Scope, about: Value): readonly Scope[] => {
  const { program } = scope;
  if (scope.fn < 0 || program.memo.depth > DEEPEST) return [scope];
  const list = listFor(scope, about);
  const items = list ? itemsOf(program.evaluate(list, scope)) : [];
  if (!list || items.length < 2 || items.length > MOST_ROUNDS) return [scope];
  return items.map((item) => ({
    ...scope,
    id: program.memo.nextId++,
    locals: new Map(),
    results: new Map(),
    round: { list, item },
  }));
};

/** The item of a list that a loop is at, where it is read inside of a round. */
export const itemInRound = (list: Value, scope: Scope): Thing | undefined => {
  for (let inner: Scope | undefined = scope; inner; inner = inner.parent)
    if (inner.round && isSame(inner.round.list, list)) return inner.round.item;
  return undefined;
};
