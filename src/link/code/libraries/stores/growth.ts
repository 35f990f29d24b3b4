import type { Value } from '../../../../model/fact/value.ts';
import { lastStep, librariesOf } from '../../things.ts';
import type { LibraryThing, ObjectThing, Scope, Thing } from '../../types.ts';

const LOADS = /^(?:find|get(?!Repository|CustomRepository|Model|Manager)|load|query|fetch|first|one)\w*\(\)$/;
/** What is asked of a query on its way, or of its rows. */
const ASIDE = /\.(?:exec|lean|populate|orFail|session|select|sort|limit|toObject)\(\)$/;

const withoutAside = (path: string): string => {
  let rest = path;
  while (ASIDE.test(rest)) rest = rest.replace(ASIDE, '');
  return rest;
};

/** Rows that came out of a database. */
export const isRow = (thing: LibraryThing): boolean => LOADS.test(lastStep(withoutAside(thing.path)));

/** Rows of which a field was counted on after they were loaded: storing them does that again with every delivery. */
const grown = new WeakSet<Thing>();

/** `order`, and in `order.total.net` each of the three. */
const stepsOf = (value: Value): readonly Value[] =>
  value.kind === 'member' || value.kind === 'element' ? [value, ...stepsOf(value.of)] : [value];

/** A check that the row was loaded behind says nothing about the row. */
const isBehind = ({ at, scope: from }: LibraryThing, checked: number, { module, fn }: Scope): boolean =>
  from?.module === module &&
  from.fn === fn &&
  module.fact.calls.some((call) => call.at[0] === at?.line && call.in === fn && call.around.checked === checked);

/** Remembers the rows on whose fields a function counts, before what it calls is followed. */
export const noteGrown = (scope: Scope): void => {
  for (const { of, checked } of scope.module.fact.functions[scope.fn]?.grows ?? []) {
    for (const step of stepsOf(of))
      for (const thing of librariesOf(scope.program.evaluate(step, scope)))
        if (isRow(thing) && (checked === undefined || isBehind(thing, checked, scope))) grown.add(thing);
  }
};

export const isGrown = (thing: Thing | undefined): boolean => librariesOf(thing).some((option) => grown.has(option));

/** `{ stock: row.stock - n }` of a row that was loaded. */
export const growsRow = (object: ObjectThing): boolean =>
  object.value.entries.some(
    ({ grown: of }) => of !== undefined && librariesOf(object.scope.program.evaluate(of, object.scope)).some(isRow),
  );
