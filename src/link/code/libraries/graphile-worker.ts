import { functionsOf, lastStep, objectsOf } from '../things.ts';
import type { Library, LibraryCall, Recognised } from '../types.ts';
import { listen, namesIn, option, publish } from './kit.ts';

/** `run({ taskList: { send_mail: async (payload) => … } })`: a consumer for each task. */
const runTasks = (call: LibraryCall): Recognised | undefined => {
  const tasks = objectsOf(option(call, 'taskList')).flatMap((list) =>
    list.value.entries.flatMap(({ key, value }) =>
      key === undefined ? [] : [{ name: key, run: functionsOf(list.scope.program.evaluate(value, list.scope)) }],
    ),
  );
  for (const { name, run } of tasks)
    listen(call, { protocol: 'graphile', names: [name], run, redelivers: true, note: 'a failed job runs again' });
  return tasks.length > 0 ? { takesCallbacks: true } : undefined;
};

/** Graphile Worker: jobs in PostgreSQL. */
export const graphileWorker: Library = {
  packages: ['graphile-worker'],
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    if (name === 'run' || name === 'runOnce') return runTasks(call);
    if (name !== 'addJob' && name !== 'quickAddJob') return undefined;
    const names = namesIn(call.args[name === 'addJob' ? 0 : 1]);
    return { deeds: [publish('graphile', names, { label: `job ${names[0] ?? '?'}` })] };
  },
};
