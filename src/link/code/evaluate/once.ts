import { heldIn } from '../../../model/held.ts';
import type { Scope, Thing } from '../types.ts';

/** What may be made of itself: a spread, a list that is pushed to, an entry of an object. */
export type Circular = 'spread' | 'list' | 'entry';

/**
 * `all = { ...all, more }`, `stack.push(stack.pop().next)` and `{ node: current.node }` lead back to themselves, by as many
 * ways as there are such lines: inside one question each is asked once, and is what it was `before` where it asks for itself.
 */
export const askedOnce = (
  kind: Circular,
  { of, name, scope }: { readonly of: object; readonly name: string; readonly scope: Scope },
  before: Thing,
  find: () => Thing,
): Thing => {
  const { asked } = scope.program.memo;
  const outer = asked.get(kind);
  const question = outer ?? new Map<object, Map<string, Thing>>();
  if (!outer) asked.set(kind, question);
  const answers = heldIn(question, of, () => new Map<string, Thing>());
  const key = `${scope.id} ${name}`;
  const known = answers.get(key);
  if (known) return known;
  answers.set(key, before);
  const found = find();
  answers.set(key, found);
  if (!outer) asked.delete(kind);
  return found;
};
