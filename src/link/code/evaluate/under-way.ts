import { UNKNOWN } from '../things.ts';
import type { Scope, Thing } from '../types.ts';

/**
 * `this.queue = (await assert(this.queue)).queue`: a name or a call that is asked for while it is being found is not known
 * yet. What is made of it meanwhile is not known for good either: it is kept only when it is found for the second time.
 */
export const foundIn = <Key>(
  kept: Map<Key, Thing>,
  key: Key & (string | number),
  { id, program: { memo } }: Scope,
  find: () => Thing | undefined,
): Thing | undefined => {
  const mark: Thing = { ...UNKNOWN };
  const depth = memo.underWay.size;
  const met = memo.met;
  memo.underWay.set(mark, depth);
  memo.met = depth;
  kept.set(key, mark);
  const found = find();
  memo.underWay.delete(mark);
  const isEarly = memo.met < depth;
  memo.met = Math.min(met, memo.met);
  const again = `${id} ${key}`;
  if (found && (!isEarly || memo.early.has(again))) kept.set(key, found);
  else kept.delete(key);
  if (isEarly) memo.early.add(again);
  return found;
};

/** What is kept under a key; notes where it is only under way. */
export const keptIn = <Key>(
  kept: ReadonlyMap<Key, Thing>,
  key: Key,
  { program: { memo } }: Scope,
): Thing | undefined => {
  const known = kept.get(key);
  if (known?.kind === 'unknown') memo.met = Math.min(memo.met, memo.underWay.get(known) ?? memo.met);
  return known;
};
