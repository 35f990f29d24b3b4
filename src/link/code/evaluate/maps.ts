import { eitherOf, itemsOf, plainTextsOf, UNKNOWN } from '../things.ts';
import type { KeptFact, LibraryThing, Scope, Thing } from '../types.ts';
import { askedOnce } from './once.ts';
import { roundsOf } from './rounds.ts';

/** How many places that put something into a map, and how many ways of coming there, are looked at. */
const MOST_PLACES = 12;
const MOST_SCOPES = 12;

/** Whether a key may be the one that is asked for; both have to be known to say no. */
const fits = (asked: readonly string[], key: Thing | undefined): boolean => {
  const known = plainTextsOf(key);
  return asked.length === 0 || known.length === 0 || known.some((text) => asked.includes(text));
};

/** `new Map([['orders', client]])` */
const givenAtOnce = (map: LibraryThing, asked: readonly string[]): readonly Thing[] =>
  itemsOf(map.args?.[0]).flatMap((entry) =>
    entry.kind === 'array' && fits(asked, entry.items[0]) ? entry.items.slice(1, 2) : [],
  );

/** The name that a map is kept under, in the module that makes it: `this.clients`, `clients`. */
const nameOf = ({ at, scope }: LibraryThing): string | undefined => {
  const fact = scope?.module.fact;
  if (!fact || !at) return undefined;
  const site = fact.calls.findIndex((call) => call.at[0] === at.line && call.at[1] === at.column);
  const isIt = (value: { readonly kind: string; readonly site?: number } | undefined): boolean =>
    value?.kind === 'call' && value.site === site;
  for (const { fields } of fact.classes) for (const field of fields) if (isIt(field.value)) return `this.${field.name}`;
  for (const { locals, assigns = [] } of fact.functions) {
    const local = locals.find(({ value }) => isIt(value));
    if (local) return local.name;
    for (const { target, value } of assigns) {
      if (!isIt(value)) continue;
      if (target.kind === 'name') return target.name;
      if (target.kind === 'member' && target.of.kind === 'this') return `this.${target.name}`;
    }
  }
  return fact.bindings.find(({ value }) => isIt(value))?.name;
};

/** The ways in which a function was come by, for the object that the map belongs to. */
const scopesOf = (fn: number, map: Scope): readonly Scope[] => {
  const { program, module } = map;
  if (fn === 0) return [map];
  const entered = program.memo.entered.get(`${module.file}#${fn}`) ?? [];
  const own = entered.filter(({ self }) => !self || !map.self || self === map.self);
  return own.length > 0 ? own.slice(0, MOST_SCOPES) : [program.generic(module, fn)];
};

type Put = { readonly key: Thing; readonly value: () => Thing };

/** What is put into a map, by every place that does and in every way of coming there. */
const putInto = (kept: readonly KeptFact[], map: Scope): readonly Put[] =>
  kept.slice(0, MOST_PLACES).flatMap(({ fn, key, value }) =>
    scopesOf(fn, map)
      .flatMap((scope) => roundsOf(scope, key))
      .map((scope) => ({
        key: map.program.evaluate(key, scope),
        value: () => map.program.evaluate(value, scope),
      })),
  );

/** The places of its module that put something into a map. */
const keptIn = (map: LibraryThing): readonly KeptFact[] | undefined => {
  const name = nameOf(map);
  return name === undefined ? undefined : map.scope?.module.kept.get(name);
};

/** What `map.get(key)` gives: what was put in under that key, wherever in its module; any of them where the key is open. */
export const gotFrom = (map: LibraryThing, args: readonly Thing[]): Thing => {
  const asked = plainTextsOf(args[0]);
  const { scope } = map;
  const kept = keptIn(map);
  const atOnce = givenAtOnce(map, asked);
  if (!scope || !kept) return eitherOf(atOnce);
  const question = { of: kept, name: asked.join('|'), scope };
  return askedOnce('entry', question, UNKNOWN, () =>
    eitherOf([...atOnce, ...putInto(kept, scope).flatMap(({ key, value }) => (fits(asked, key) ? [value()] : []))]),
  );
};

/** The pairs of key and value that going over a map gives; nothing for what is none. */
export const pairsIn = (map: LibraryThing): readonly Thing[] => {
  if (map.package !== 'global' || map.path !== 'Map()') return [];
  const { scope } = map;
  const put = scope ? putInto(keptIn(map) ?? [], scope) : [];
  const pairs = put.map(({ key, value }): Thing => ({ kind: 'array', items: [key, value()] }));
  return [...itemsOf(map.args?.[0]), ...pairs];
};
