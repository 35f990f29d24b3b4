import { numbersOf } from '../graph/sequence/layout.ts';
import type { SequenceStep, View } from '../graph/types.ts';

/** A step of a sequence with the id under which it is drawn and chosen. Answers belong to what was asked. */
export type Step = { readonly id: string; readonly step: SequenceStep; readonly number: number | undefined };

const known = new WeakMap<View, readonly Step[]>();

/** The steps of a view in their order, named by their place in the whole of it. */
export function stepsIn(view: View): readonly Step[] {
  const made = known.get(view);
  if (made) return made;
  const numbers = numbersOf(view.sequence ?? []);
  const steps = (view.sequence ?? []).map((step, index): Step => ({
    id: `step:${index}`,
    step,
    number: numbers.get(step),
  }));
  known.set(view, steps);
  return steps;
}

export const stepIn = (view: View, id: string): Step | undefined => stepsIn(view).find((one) => one.id === id);

/** The ids of the steps between the ends of some lines. */
export function stepsAlong(view: View, ways: readonly Pick<SequenceStep, 'from' | 'to'>[]): readonly string[] {
  const pairs = new Set(ways.map(({ from, to }) => `${from}\n${to}`));
  return stepsIn(view)
    .filter(({ step: { from, to, kind } }) => pairs.has(kind === 'answer' ? `${to}\n${from}` : `${from}\n${to}`))
    .map(({ id }) => id);
}

/** The id of the answer that a call waits for. */
export function answerTo(view: View, { id, step }: Step): readonly string[] {
  if (step.kind !== 'call') return [];
  const steps = stepsIn(view);
  const later = steps.slice(steps.findIndex((one) => one.id === id) + 1);
  const answer = later.find(
    (one) => one.step.kind === 'answer' && one.step.depth === step.depth && one.step.from === step.to,
  );
  return answer ? [answer.id] : [];
}
