import type { Queue } from '../../../model/messaging.ts';
import { fieldOf, objectsOf } from '../things.ts';
import type { Program, Thing } from '../types.ts';

type Settings = Pick<Queue, 'hasDeadLetter' | 'isBounded'>;

const DEAD_LETTER = ['deadLetterExchange', 'arguments.x-dead-letter-exchange', 'deadLetterRoutingKey'];
const LIMIT = ['arguments.x-delivery-limit', 'deliveryLimit'];

/** What the options of a RabbitMQ queue say; nothing where they could not be told. */
export function queueSettings(options: Thing | undefined, program: Program): Settings {
  if (!options || options.kind === 'nothing') return { hasDeadLetter: false, isBounded: false };
  const given = (paths: readonly string[]) => paths.some((path) => fieldOf(options, path, program) !== undefined);
  const hasDeadLetter = given(DEAD_LETTER);
  const isBounded = given(LIMIT);
  if (isOpen(options, program)) {
    return { ...(hasDeadLetter ? { hasDeadLetter } : {}), ...(isBounded ? { isBounded } : {}) };
  }
  return { hasDeadLetter, isBounded };
}

/** Options that hold something which could not be followed. */
const isOpen = (options: Thing, program: Program): boolean => {
  const inner = fieldOf(options, 'arguments', program);
  return [options, ...(inner ? [inner] : [])].some(
    (thing) =>
      objectsOf(thing).length === 0 ||
      objectsOf(thing).some(({ value, scope }) =>
        value.entries.some(
          (entry) =>
            entry.key === undefined &&
            (entry.value.kind !== 'spread' || objectsOf(program.evaluate(entry.value.of, scope)).length === 0),
        ),
      ),
  );
};
