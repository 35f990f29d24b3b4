import { lastStep } from '../things.ts';
import type { Library, LibraryCall, Recognised } from '../types.ts';
import { callbacks, listen, namesIn, publish } from './kit.ts';

const enqueue = (names: readonly string[]): Recognised => ({
  deeds: [publish('agenda', names, { label: `job ${names[0] ?? '?'}` })],
});

const define = (call: LibraryCall): Recognised | undefined =>
  callbacks(call).length === 0
    ? undefined
    : listen(call, {
        protocol: 'agenda',
        names: namesIn(call.args[0]),
        run: callbacks(call),
        redelivers: true,
        note: 'a job whose lock runs out is taken again',
      });

/** Agenda and its forks: jobs in MongoDB. */
export const agenda: Library = {
  packages: ['agenda', '@hokify/agenda', '@agendajs/agenda', '@pulsecron/pulse'],
  recognise: (call) => {
    switch (lastStep(call.callee.path)) {
      case 'define':
        return define(call);
      case 'now':
      case 'create':
        return enqueue(namesIn(call.args[0]));
      case 'schedule':
      case 'every':
        return enqueue(namesIn(call.args[1]));
      default:
        return undefined;
    }
  },
};
