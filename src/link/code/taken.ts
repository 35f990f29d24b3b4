import { comparePlaces } from '../../model/evidence.ts';
import type { Deed, Handler } from './types.ts';

type Handled = { readonly handler: Handler; readonly deeds: readonly Deed[] };

/** What a service does when it starts, when it is asked, and otherwise. */
export type Doings = {
  readonly operations: readonly Handled[];
  readonly start: readonly Deed[];
  readonly loose: readonly Deed[];
};

/**
 * Consumers that ask for their messages (`brpop`, `receiveMessage`, `xreadgroup`) have no function of their own: what the
 * function around does after asking is what they do.
 */
export function withTaken({ operations, start, loose }: Doings): Doings {
  const moved = new Map<object, Deed[]>();
  const sorted = (deeds: readonly Deed[]) => withoutTaken(deeds, moved);
  const rest = { operations: operations.map((one) => ({ ...one, deeds: sorted(one.deeds) })), start: sorted(start) };
  const left = sorted(loose);
  return {
    start: rest.start,
    loose: left,
    operations: rest.operations.map((one) => {
      const taken = moved.get(one.handler);
      return taken ? { ...one, deeds: [...one.deeds, ...taken] } : one;
    }),
  };
}

/** The deeds that no consumer took; what one took is put down for it. */
function withoutTaken(deeds: readonly Deed[], moved: Map<object, Deed[]>): readonly Deed[] {
  const first = deeds.findIndex(({ what }) => what.kind === 'take');
  const take = deeds[first];
  if (take?.what.kind !== 'take') return deeds;
  const before = deeds.slice(0, first);
  const after = deeds.slice(first + 1);
  const { iterates } = take.what;
  const own = [1, 2]
    .map((levels) => after.filter((deed) => isBeside(deed, take, levels) && (deed.around.loop || !iterates)))
    .find((some) => some.length > 0);
  const taken = new Set(own);
  const known = moved.get(take.what.consumer) ?? [];
  if (known.length === 0)
    moved.set(
      take.what.consumer,
      [...taken].filter(({ what }) => what.kind !== 'take').map((deed) => afterTaking(deed, take)),
    );
  return [
    ...before,
    ...withoutTaken(
      after.filter((deed) => !taken.has(deed)),
      moved,
    ),
  ];
}

/** Whether a deed is done by the function that asks, or by one it calls; `levels` functions up from the asking call. */
const isBeside = ({ trail }: Deed, take: Deed, levels: number): boolean => {
  const shared = take.trail.slice(0, Math.max(0, take.trail.length - levels));
  return (
    trail.length > shared.length &&
    shared.every((place, index) => trail[index] !== undefined && comparePlaces(place, trail[index]) === 0)
  );
};

/** The loop that asks again, and the one over what came, are the consumer's own: what is done in them is done once a message. */
const afterTaking = ({ what, trail, around }: Deed, take: Deed): Deed => ({
  what,
  trail,
  around: { ...around, loop: false, detached: around.detached && !take.around.detached },
});
