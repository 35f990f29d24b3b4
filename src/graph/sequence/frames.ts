import type { Circumstance, SequenceStep } from '../types.ts';

/** Steps from one to another that happen in the same circumstance. Outer frames come before those inside them. */
export type Frame = { readonly kind: Circumstance; readonly first: number; readonly last: number };

/** A step with all that happens until its answer. */
type Unit = { readonly first: number; readonly last: number; readonly around: readonly Circumstance[] };

const outermost: readonly Circumstance[] = ['loop', 'sometimes', 'parallel'];

/** The loops, choices and parallel parts of a sequence; neighbours in the same circumstance share a frame. */
export function framesOf(steps: readonly SequenceStep[]): readonly Frame[] {
  return within(steps, 0, steps.length);
}

function within(steps: readonly SequenceStep[], start: number, end: number): readonly Frame[] {
  const units: Unit[] = [];
  for (let first = start; first < end;) {
    const last = Math.min(end - 1, lastOf(steps, first));
    units.push({ first, last, around: steps[first]?.around ?? [] });
    first = last + 1;
  }
  return framed(steps, units, outermost);
}

function framed(
  steps: readonly SequenceStep[],
  units: readonly Unit[],
  [kind, ...inner]: readonly Circumstance[],
): readonly Frame[] {
  if (kind === undefined) return units.flatMap(({ first, last }) => within(steps, first + 1, last));
  const runs: { readonly isIn: boolean; readonly units: Unit[] }[] = [];
  for (const unit of units) {
    const isIn = unit.around.includes(kind);
    const run = runs.at(-1);
    if (run?.isIn === isIn) run.units.push(unit);
    else runs.push({ isIn, units: [unit] });
  }
  return runs.flatMap((run): readonly Frame[] => {
    const [head, tail] = [run.units[0], run.units.at(-1)];
    const inside = framed(steps, run.units, inner);
    return run.isIn && head && tail ? [{ kind, first: head.first, last: tail.last }, ...inside] : inside;
  });
}

/** Where the answer to a call stands; any other step ends with itself. */
function lastOf(steps: readonly SequenceStep[], first: number): number {
  const call = steps[first];
  if (call?.kind !== 'call') return first;
  const length = steps
    .slice(first + 1)
    .findIndex(({ kind, depth, from }) => kind === 'answer' && depth === call.depth && from === call.to);
  return length < 0 ? first : first + 1 + length;
}
