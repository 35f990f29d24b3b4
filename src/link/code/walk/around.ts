import type { Evidence } from '../../../model/evidence.ts';
import type { ArmFact, CallFact } from '../../../model/fact/module.ts';
import type { Arm } from '../../../model/model.ts';
import { heldIn } from '../../../model/held.ts';
import type { Waiting } from '../../../model/waiting.ts';
import { waitingThrough } from '../../../model/waiting.ts';
import type { Around, Deed } from '../types.ts';

const LONGEST_TRAIL = 14;

/** A loop with a constant bound of one or two is none. */
const isLoop = (loop: number | true | undefined): boolean => loop === true || (loop !== undefined && loop > 2);

const told = new WeakMap<CallFact, Around>();

/** The circumstances of one call inside its function; with its file told once for each call. */
export const aroundOf = (fact: CallFact, file?: string): Around => {
  return file === undefined ? toldOf(fact, '') : heldIn(told, fact, () => toldOf(fact, file));
};

const toldOf = (fact: CallFact, file: string): Around => ({
  loop: isLoop(fact.around.loop),
  parallel: fact.around.parallel === true,
  detached: isPromiseLeftAlone(fact),
  branch: fact.around.branch === true,
  ...(fact.around.checked === undefined ? {} : { checks: [`${file}:${fact.around.checked}`] }),
  ...(fact.around.changed === undefined ? {} : { changes: [`${file}:${fact.around.changed}`] }),
  retried: fact.around.retried === true,
  ...(fact.around.arms ? { arms: armsOf(fact.around.arms, file) } : {}),
});

/** `new Promise((resolve) => …);` as a statement: it runs, and nobody waits for it. */
const isPromiseLeftAlone = ({ form, callee, around }: CallFact): boolean =>
  form === 'new' && callee.kind === 'name' && callee.name === 'Promise' && around.awaited !== true;

const known = new WeakMap<readonly ArmFact[], readonly Arm[]>();

/** Calls of one block share their arms. */
const armsOf = (facts: readonly ArmFact[], file: string): readonly Arm[] =>
  heldIn(known, facts, () =>
    facts.map(([line, column, way, end]): Arm => ({ step: 0, choice: `${file}:${line}:${column}`, way, end })),
  );

/** What one of several functions does, of which a call chooses one: they part below the call, so the arm stands a step further down. */
export const onWay = (around: Around, { file, line, column }: Evidence, way: number): Around => ({
  ...around,
  arms: [...(around.arms ?? []), { step: -1, choice: `${file}:${line}:${column}`, way, end: 'goes' }],
});

const moved = new WeakMap<readonly Arm[], Map<number, readonly Arm[]>>();

/** Arms so many steps further from the end; all deeds of a helper that stand as deep share theirs. */
const movedBy = (steps: number, arms: readonly Arm[]): readonly Arm[] => {
  const known = heldIn(moved, arms, () => new Map<number, readonly Arm[]>());
  return heldIn(known, steps, () => arms.map((arm) => ({ ...arm, step: arm.step + steps })));
};

/** The arms on the way to a deed and those around its helper, which stands so many steps before its end. */
const armsThrough = ({ trail, around }: Deed, outer: Around): readonly Arm[] | undefined => {
  const isAtEnd = trail.length >= LONGEST_TRAIL || !outer.arms;
  return isAtEnd ? around.arms : both(movedBy(trail.length, outer.arms), around.arms);
};

const both = <T>(outer: readonly T[] | undefined, inner: readonly T[] | undefined): readonly T[] | undefined =>
  outer && inner ? [...outer, ...inner] : (outer ?? inner);

/** Every deed comes by here once for each step of its way, so nothing is made that is then thrown away. */
type Making = { -readonly [Key in keyof Around]: Around[Key] };

/** The circumstances of what a helper does, inside those of its caller. */
export const combined = (outer: Around, inner: Around): Making => {
  const around: Making = {
    loop: outer.loop || inner.loop,
    parallel: outer.parallel || inner.parallel,
    detached: outer.detached || inner.detached,
    branch: outer.branch || inner.branch,
    retried: outer.retried || inner.retried,
  };
  const checks = both(outer.checks, inner.checks);
  const changes = both(outer.changes, inner.changes);
  const transaction = inner.transaction ?? outer.transaction;
  const waiting = waitingThrough(outer.waiting, inner.waiting);
  if (checks) around.checks = checks;
  if (changes) around.changes = changes;
  if (outer.remembered || inner.remembered) around.remembered = inner.remembered ?? outer.remembered ?? '';
  if (transaction !== undefined) around.transaction = transaction;
  if (waiting) around.waiting = waiting;
  if (inner.unheard) around.unheard = true;
  return around;
};

/** A deed of a helper as its caller does it: one step more on the trail, the caller's circumstances around it. */
export const through = (deed: Deed, at: Evidence, outer: Around): Deed => {
  const around = combined(outer, deed.around);
  const arms = armsThrough(deed, outer);
  if (arms && arms.length > 0) around.arms = arms;
  if (deed.around.loop) around.loopStep = deed.around.loopStep ?? 0;
  else if (outer.loop) around.loopStep = deed.trail.length;
  return {
    what: deed.what,
    trail: deed.trail.length >= LONGEST_TRAIL ? deed.trail : [at, ...deed.trail],
    around,
  };
};

/** Circumstances with a deadline, a retry or a breaker more inside them. */
export const within = (around: Around, waiting: Waiting | undefined): Around => {
  const all = waiting && waitingThrough(around.waiting, waiting);
  return all ? { ...around, waiting: all } : around;
};
