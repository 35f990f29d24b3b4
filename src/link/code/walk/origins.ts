import { noteCut } from '../cuts.ts';
import { optionsOf } from '../things.ts';
import type { LibraryCall, LibraryThing, Origin, Scope, Thing } from '../types.ts';

const MOST_ORIGINS = 12;
const DEEPEST = 5;

type Found = { readonly origins: Origin[]; readonly seen: Set<Thing> };

const collect = (thing: Thing | undefined, depth: number, found: Found): void => {
  if (depth > DEEPEST || found.origins.length >= MOST_ORIGINS) return;
  for (const option of optionsOf(thing)) {
    if (found.seen.has(option)) continue;
    found.seen.add(option);
    if (option.kind === 'library') ofChain(option, depth, found);
    else if (option.kind === 'array') for (const item of option.items.slice(0, 4)) collect(item, depth + 1, found);
    else if (option.kind === 'object') {
      for (const { value } of option.value.entries.slice(0, 12)) {
        if (value.kind === 'text' || value.kind === 'function') continue;
        collect(option.scope.program.evaluate(value, option.scope), depth + 1, found);
      }
    }
  }
};

/** The steps of a chain, then what its first call was given: `new Kysely({ dialect: new Dialect({ pool }) })`. */
const ofChain = (thing: LibraryThing, depth: number, found: Found): void => {
  let first: LibraryThing | undefined;
  for (let step: LibraryThing | undefined = thing; step; step = step.parent) {
    if (!step.args) continue;
    first = step;
    if (step.at && step.scope) found.origins.push({ at: step.at, scope: step.scope });
  }
  for (const arg of first?.args?.slice(0, 3) ?? []) collect(arg, depth + 1, found);
};

/** What a call was made through: its receiver, else what it was handed, as in ``sql`…`.execute(db)``. */
export const originsOf = ({ callee, args, scope }: LibraryCall): readonly Origin[] => {
  const found: Found = { origins: [], seen: new Set() };
  ofChain(callee, 0, found);
  if (args[0]?.kind === 'library') collect(args[0], 0, found);
  if (found.origins.length > MOST_ORIGINS) noteCut(scope, 'origins');
  return found.origins.slice(0, MOST_ORIGINS);
};

/** Remembers in which scope the connections were opened that a call has just added. */
export const noteOpened = (scope: Scope, before: number): void => {
  const { memo, openings } = scope.program;
  for (const opening of openings.slice(before)) memo.opened.set(opening, scope);
};
