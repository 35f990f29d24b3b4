import type { CallFact } from '../../../model/fact/module.ts';
import { keyOf } from '../evaluate/enter.ts';
import { functionsOf, optionsOf } from '../things.ts';
import type { FunctionThing, Scope, Thing } from '../types.ts';

/** A function that calls itself with what it was given does nothing more than it did. */
export const repeats = ({ scope, id }: FunctionThing, args: readonly Thing[], inner: Scope): boolean => {
  if (inner.fn !== id || inner.module !== scope.module || id === 0) return false;
  const { program } = scope;
  return [...inner.params.values()].every((given, index) => {
    const again = args[index];
    const isOpen = !again || again.kind === 'unknown' || again.kind === 'number' || again.kind === 'nothing';
    return isOpen || keyOf(program, again) === keyOf(program, given);
  });
};

/**
 * `step.invoke()` of things that are written out, each with a function of its own: going round calls every function once,
 * and outside of the loop it is one of them that is called.
 */
export const takesTurns = ({ callee }: CallFact, thing: Thing): boolean => {
  if (callee.kind !== 'member' || callee.of.kind !== 'name' || thing.kind !== 'either') return false;
  const functions = functionsOf(thing);
  const different = new Set(functions.map(({ scope, id }) => `${scope.module.file}#${id}`));
  return functions.length > 1 && functions.length === optionsOf(thing).length && different.size === functions.length;
};
