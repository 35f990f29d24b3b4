import { optionsOf } from '../things.ts';
import type { FunctionThing, Thing } from '../types.ts';

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
