import type { Evidence } from '../../../model/evidence.ts';
import type { CallFact } from '../../../model/fact/module.ts';
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
  detached: false,
  branch: fact.around.branch === true,
  ...(fact.around.checked === undefined ? {} : { checks: [`${file}:${fact.around.checked}`] }),
  retried: fact.around.retried === true,
});

export const combined = (outer: Around, inner: Around): Around => {
  const transaction = inner.transaction ?? outer.transaction;
  const waiting = waitingThrough(outer.waiting, inner.waiting);
  return {
    loop: outer.loop || inner.loop,
    parallel: outer.parallel || inner.parallel,
    detached: outer.detached || inner.detached,
    branch: outer.branch || inner.branch,
    ...(outer.checks || inner.checks ? { checks: [...(outer.checks ?? []), ...(inner.checks ?? [])] } : {}),
    retried: outer.retried || inner.retried,
    ...(transaction === undefined ? {} : { transaction }),
    ...(waiting ? { waiting } : {}),
  };
};

/** A deed of a helper as its caller does it: one step more on the trail, the caller's circumstances around it. */
export const through = (deed: Deed, at: Evidence, outer: Around): Deed => ({
  what: deed.what,
  trail: deed.trail.length >= LONGEST_TRAIL ? deed.trail : [at, ...deed.trail],
  around: combined(outer, deed.around),
});

/** Circumstances with a deadline, a retry or a breaker more inside them. */
export const within = (around: Around, waiting: Waiting | undefined): Around => {
  const all = waiting && waitingThrough(around.waiting, waiting);
  return all ? { ...around, waiting: all } : around;
};
