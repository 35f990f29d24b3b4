import type { CallFact } from '../../../model/fact/module.ts';
import { lastStep } from '../things.ts';
import type { LibraryThing } from '../types.ts';

/** How often, and how, a call runs the functions it is handed. */
export type Iterating = { readonly loop: boolean; readonly parallel: boolean };

const ONCE: Iterating = { loop: false, parallel: false };
const EACH: Iterating = { loop: true, parallel: false };
const TOGETHER: Iterating = { loop: true, parallel: true };

const TOGETHERS = new Set(['p-map', 'p-filter', 'p-times', 'p-every', 'p-locate', 'async-pool', 'tiny-async-pool']);
const IN_TURN = new Set(['p-each-series', 'p-map-series', 'p-reduce', 'p-forever', 'p-wait-for', 'p-do-whilst']);

/** `async` and Bluebird name their functions alike: `map` at once, `mapSeries` one after the other. */
const ofCollection = (name: string): Iterating => {
  if (!/^(?:each|forEach|map|filter|reject|concat|times|some|every|detect|groupBy|mapValues|reduce)/.test(name))
    return name.startsWith('parallel') ? { loop: false, parallel: true } : ONCE;
  return /Series$|^reduce/.test(name) ? EACH : TOGETHER;
};

const ofLibrary = ({ package: name, path }: LibraryThing): Iterating => {
  if (TOGETHERS.has(name)) return TOGETHER;
  if (IN_TURN.has(name)) return EACH;
  if (name === 'async' || name === 'modern-async') return ofCollection(lastStep(path));
  if (name === 'bluebird') return lastStep(path) === 'each' ? EACH : ofCollection(lastStep(path));
  return name === 'global' && path === 'Array.fromAsync' ? EACH : ONCE;
};

const LOOPING = new Set(['map', 'forEach', 'flatMap', 'filter', 'reduce', 'some', 'every', 'find']);

/** A method of lists by its name; of a list that is written out, as often as it has items. */
const ofMethod = ({ callee }: CallFact): Iterating => {
  if (callee.kind !== 'member' || !LOOPING.has(callee.name)) return ONCE;
  return callee.of.kind === 'array' && callee.of.items.length <= 2 ? ONCE : EACH;
};

export const iteratingOf = (fact: CallFact, callee?: LibraryThing): Iterating => {
  const known = callee && callee.package !== '' ? ofLibrary(callee) : ONCE;
  if (known.loop || known.parallel) return known;
  // `Model.find(filter, callback)` is a query that calls back once.
  return callee && lastStep(callee.path) === 'find' ? ONCE : ofMethod(fact);
};
