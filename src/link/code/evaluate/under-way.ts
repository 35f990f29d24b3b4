import { UNKNOWN } from '../things.ts';
import type { Scope, Thing } from '../types.ts';

/**
 * What is kept under a key, found when it is asked for first. `this.queue = (await assert(this.queue)).queue`: a name or a
 * call that is asked for while it is being found is not known yet. What is made of it meanwhile is not known for good
 * either: it is kept only when it is found for the second time.
 */
export const foundOnce = <Key extends string | number>(
  kept: Map<Key, Thing>,
  key: Key,
  { id, program: { memo } }: Scope,
  find: () => Thing | undefined,
): Thing | undefined => {
  const known = kept.get(key);
  if (known?.kind === 'unknown') memo.met = Math.min(memo.met, memo.underWay.get(known) ?? memo.met);
  if (known) return known;
  const mark: Thing = { ...UNKNOWN };
  const depth = memo.underWay.size;
  const met = memo.met;
  memo.underWay.set(mark, depth);
  memo.met = depth;
  kept.set(key, mark);
  const found = find();
  memo.underWay.delete(mark);
  const isForNow = memo.met < depth && isEarly(memo, `${id} ${key}`);
  memo.met = Math.min(met, memo.met);
  if (found && !isForNow) kept.set(key, found);
  else kept.delete(key);
  return found;
};

/** Whether this was found too early for the first time. */
const isEarly = ({ early }: Scope['program']['memo'], name: string): boolean => {
  const isFirst = !early.has(name);
  early.add(name);
  return isFirst;
};
