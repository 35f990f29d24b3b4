import type { CallFact, ModuleFact } from '../../../model/fact/module.ts';
import type { Value } from '../../../model/fact/value.ts';
import { heldIn } from '../../../model/held.ts';
import { librariesOf, optionsOf } from '../things.ts';
import type { FunctionThing, LibraryThing, Scope, Thing } from '../types.ts';

/** Functions handed over in arguments, also as properties of objects and items of lists. */
export const callbacksOf = (args: readonly Thing[], depth = 0): readonly FunctionThing[] =>
  args.slice(0, 12).flatMap((arg) =>
    optionsOf(arg).flatMap((option): readonly FunctionThing[] => {
      if (option.kind === 'function') return [option];
      if (depth > 1) return [];
      if (option.kind === 'array') return callbacksOf(option.items, depth + 1);
      if (option.kind !== 'object') return [];
      const values = option.value.entries
        .filter(
          (entry) => entry.value.kind === 'function' || entry.value.kind === 'object' || entry.value.kind === 'array',
        )
        .map((entry) => option.scope.program.evaluate(entry.value, option.scope));
      return callbacksOf(values, depth + 1);
    }),
  );

const outers = new WeakMap<ModuleFact, ReadonlyMap<CallFact, CallFact>>();

const callsIn = (value: Value): readonly number[] => {
  if (value.kind === 'call') return [value.site];
  return value.kind === 'array' ? value.items.flatMap(callsIn) : [];
};

const outersIn = ({ calls }: ModuleFact): ReadonlyMap<CallFact, CallFact> =>
  new Map(
    calls.flatMap((outer) =>
      outer.args.flatMap(callsIn).flatMap((site): readonly (readonly [CallFact, CallFact])[] => {
        const inner = calls[site];
        return inner ? [[inner, outer]] : [];
      }),
    ),
  );

/** The call among whose arguments another stands: `app.get('/', wrap(handler))` around `wrap(handler)`. */
const outerCallOf = ({ module }: Scope, call: CallFact): CallFact | undefined =>
  heldIn(outers, module.fact, () => outersIn(module.fact)).get(call);

const HOLDING = /^(?:Map|Set|WeakMap|WeakSet|Object\.(?:freeze|assign|entries|values|keys|seal|fromEntries)|Symbol)$/;

/** Functions that a call only puts away: into a collection, or wrapped for another call that knows when to run them. */
export const isKept = (callee: LibraryThing, scope: Scope, fact: CallFact): boolean => {
  if (callee.package === 'global' && HOLDING.test(callee.path)) return true;
  const outer = outerCallOf(scope, fact);
  const takers = outer ? librariesOf(scope.program.evaluate(outer.callee, scope)) : [];
  return takers.some(({ package: name }) => name !== 'global' && scope.program.libraryFor(name).length > 0);
};
