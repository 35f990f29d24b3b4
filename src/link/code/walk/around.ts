import type { Evidence } from '../../../model/evidence.ts';
import type { ArmFact, CallFact } from '../../../model/fact/module.ts';
import type { Arm } from '../../../model/model.ts';
import type { Waiting } from '../../../model/waiting.ts';
import { waitingThrough } from '../../../model/waiting.ts';
import type { Around, Deed } from '../types.ts';

const LONGEST_TRAIL = 14;

/** A loop with a constant bound of one or two is none. */
const isLoop = (loop: number | true | undefined): boolean => loop === true || (loop !== undefined && loop > 2);

/** The circumstances of one call inside its function. */
export const aroundOf = (fact: CallFact, file = ''): Around => ({
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
const armsOf = (facts: readonly ArmFact[], file: string): readonly Arm[] => {
  const arms =
    known.get(facts) ??
    facts.map(([line, column, way, end]): Arm => ({ step: 0, choice: `${file}:${line}:${column}`, way, end }));
  known.set(facts, arms);
  return arms;
};

/** What one of several functions does, of which a call chooses one: they part below the call, so the arm stands a step further down. */
export const onWay = (around: Around, { file, line, column }: Evidence, way: number): Around => ({
  ...around,
  arms: [...(around.arms ?? []), { step: -1, choice: `${file}:${line}:${column}`, way, end: 'goes' }],
});

/** The arms on the way to a deed and those around its helper, which stands so many steps before its end. */
const armsThrough = ({ trail, around }: Deed, outer: Around): readonly Arm[] => [
  ...(trail.length >= LONGEST_TRAIL
    ? []
    : (outer.arms ?? []).map((arm) => ({ ...arm, step: arm.step + trail.length }))),
  ...(around.arms ?? []),
];

export const combined = (outer: Around, inner: Around): Around => {
  const transaction = inner.transaction ?? outer.transaction;
  const waiting = waitingThrough(outer.waiting, inner.waiting);
  return {
    loop: outer.loop || inner.loop,
    parallel: outer.parallel || inner.parallel,
    detached: outer.detached || inner.detached,
    branch: outer.branch || inner.branch,
    ...(outer.checks || inner.checks ? { checks: [...(outer.checks ?? []), ...(inner.checks ?? [])] } : {}),
    ...(outer.changes || inner.changes ? { changes: [...(outer.changes ?? []), ...(inner.changes ?? [])] } : {}),
    ...(outer.remembered || inner.remembered ? { remembered: inner.remembered ?? outer.remembered ?? '' } : {}),
    retried: outer.retried || inner.retried,
    ...(transaction === undefined ? {} : { transaction }),
    ...(waiting ? { waiting } : {}),
    ...(inner.unheard ? { unheard: true } : {}),
  };
};

/** A deed of a helper as its caller does it: one step more on the trail, the caller's circumstances around it. */
export const through = (deed: Deed, at: Evidence, outer: Around): Deed => {
  const arms = armsThrough(deed, outer);
  const loopStep = deed.around.loop ? (deed.around.loopStep ?? 0) : outer.loop ? deed.trail.length : undefined;
  return {
    what: deed.what,
    trail: deed.trail.length >= LONGEST_TRAIL ? deed.trail : [at, ...deed.trail],
    around: {
      ...combined(outer, deed.around),
      ...(arms.length > 0 ? { arms } : {}),
      ...(loopStep === undefined ? {} : { loopStep }),
    },
  };
};

/** Circumstances with a deadline, a retry or a breaker more inside them. */
export const within = (around: Around, waiting: Waiting | undefined): Around => {
  const all = waiting && waitingThrough(around.waiting, waiting);
  return all ? { ...around, waiting: all } : around;
};
