import { functionsOf, lastStep } from '../things.ts';
import type { Library } from '../types.ts';
import { callbacks, isAnswer, listen, namesIn, option, publish } from './kit.ts';

/** pg-boss: queues in PostgreSQL. */
export const pgBoss: Library = {
  packages: ['pg-boss'],
  recognise: (call) => {
    const names = namesIn(call.args[0]);
    switch (lastStep(call.callee.path)) {
      case 'send':
      case 'publish':
      case 'insert':
      case 'sendAfter': {
        if (isAnswer(call)) return {};
        const named = names.length > 0 ? names : namesIn(option(call, 'name'));
        return { deeds: [publish('pg-boss', named, { label: `queue ${named[0] ?? '?'}` })] };
      }
      case 'subscribe':
        if (namesIn(call.args[1]).length > 0) {
          for (const queue of namesIn(call.args[1]))
            for (const exchange of names) call.scope.program.bindings.push({ queue, exchange, keys: [] });
          return {};
        }
        return undefined;
      case 'work':
        return functionsOf(call.args.at(-1)).length > 0
          ? listen(call, {
              protocol: 'pg-boss',
              names,
              run: callbacks(call),
              redelivers: true,
              note: 'a failed job runs again',
            })
          : undefined;
      default:
        return undefined;
    }
  },
};
