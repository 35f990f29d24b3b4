import { optionsOf } from '../../things.ts';
import type { LibraryCall, PublishDeed, Recognised } from '../../types.ts';
import { listen, namesIn, publish } from '../kit.ts';

/** A Redis list is a queue where somebody waits on it; else it is data, and pushing to it tells nobody. */
export const LIST = 'redis-list';

export const pushed = ({ args }: LibraryCall): PublishDeed => {
  const names = namesIn(args[0]);
  return publish(LIST, names, { label: `redis list ${names[0] ?? '?'}` });
};

/** `brpop('bookings', 5)`: what is popped is gone, should the work on it fail. */
export const popped = (call: LibraryCall): Recognised => {
  const [first] = call.args;
  const lists = optionsOf(first).flatMap((thing) => (thing.kind === 'array' ? thing.items : [thing]));
  return listen(call, {
    protocol: LIST,
    names: lists.flatMap((thing) => namesIn(thing)),
    run: [],
    pulls: 'once',
    redelivers: false,
    note: 'what is popped from a list is gone',
  });
};
