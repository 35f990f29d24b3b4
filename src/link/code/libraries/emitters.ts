import { lastStep, plainTextsOf } from '../things.ts';
import type { Library, LibraryCall, Program, Recognised, Thing } from '../types.ts';
import { callbacks } from './kit.ts';

const LISTENS = /^(?:on|once|addListener|addEventListener|prependListener|many|onAny|subscribe)$/;
const EMITS = /^(?:emit|emitAsync|emitSerial|dispatchEvent)$/;

const keyOf = (event: string): string => `event ${event}`;

/** Notes what listens to an event inside the process. */
export const noteListener = (program: Program, event: string, listeners: readonly Thing[]): void => {
  const key = keyOf(event);
  program.dispatch.set(key, [...(program.dispatch.get(key) ?? []), ...listeners]);
};

const listens = (call: LibraryCall): Recognised | undefined => {
  const run = callbacks({ ...call, args: call.args.slice(1) });
  const events = plainTextsOf(call.args[0]);
  if (run.length === 0 || events.length === 0) return undefined;
  for (const event of events) noteListener(call.scope.program, event, run);
  return { takesCallbacks: true };
};

const emits = (call: LibraryCall): Recognised => {
  const listeners = plainTextsOf(call.args[0]).flatMap((event) => call.scope.program.dispatch.get(keyOf(event)) ?? []);
  return { follows: listeners.map((fn) => ({ fn, args: call.args.slice(1) })) };
};

/** Events that do not leave the process: who emits one runs what listens to it. */
export const emitters: Library = {
  packages: [
    'events',
    'eventemitter2',
    'eventemitter3',
    'mitt',
    'emittery',
    'tiny-emitter',
    'tiny-typed-emitter',
    '@nestjs/event-emitter',
  ],
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    if (LISTENS.test(name)) return listens(call);
    return EMITS.test(name) ? emits(call) : undefined;
  },
};
