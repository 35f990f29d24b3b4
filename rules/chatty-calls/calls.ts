import { canFollow, partingPlace, sharedSteps } from '../../src/lint/kit.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Effect, Operation } from '../../src/model/model.ts';

export type Call = Extract<Effect, { kind: 'call' }>;

/** Calls to other services that are waited for. What a process does when it starts keeps nobody waiting. */
export const callsOf = (operation: Operation): Call[] =>
  operation.trigger === 'start'
    ? []
    : operation.effects
        .filter((effect) => effect.kind === 'call')
        .filter((call) => call.to !== operation.service && call.around.unheard !== true)
        .filter((call) => !isOutside(call) && !isProbe(call));

const isProbe = ({ operation, target }: Call): boolean =>
  /\/(health\w*|healthz|ready|readiness|live|liveness|ping|status|metrics)\/?$/i.test(operation ?? target);

/** Whether somebody waits for the whole of it. */
export const isRequest = ({ trigger, protocol }: Operation): boolean =>
  trigger === 'http' || trigger === 'rpc' || protocol === 'nest-request';

/** A host with a public name is somebody else's, who may have no call for many. */
const isOutside = ({ to, target }: Call): boolean =>
  to === undefined &&
  /\/\/[\w-]+(\.[\w-]+)*\.[a-z]{2,}(?=[:/?]|$)/i.test(target) &&
  !/\.(local|internal|svc)\b/.test(target);

/** A call made once for each of something, and not again after a failure. Proxies are put up in loops, and called outside of them. */
export const isRepeated = ({ to, method, around }: Call): boolean =>
  to !== undefined && method !== 'ANY' && around.loop && !around.detached && around.retried !== true;

/** Where the loop around a call stands. */
export const loopPlace = ({ trail, around }: Call): Evidence =>
  trail[Math.max(trail.length - 1 - (around.loopStep ?? 0), 0)] ?? trail[0];

/** The longest row of calls of which each waits for the one before; those asked side by side count as one. */
export function longestRow(calls: readonly Call[]): Call[] {
  const rows: { readonly calls: Call[]; readonly rounds: number }[] = [];
  let longest: (typeof rows)[number] = { calls: [], rounds: 0 };
  for (const call of calls) {
    let best: (typeof rows)[number] = { calls: [call], rounds: 1 };
    for (const row of rows) {
      const last = row.calls.at(-1);
      if (!last || !row.calls.every((before) => canFollow(before, call) && !isSamePlace(before, call))) continue;
      const rounds = row.rounds + (isBeside(last, call) ? 0 : 1);
      if (rounds > best.rounds) best = { calls: [...row.calls, call], rounds };
    }
    rows.push(best);
    if (best.rounds > longest.rounds) longest = best;
  }
  return inRounds(longest.calls);
}

/** The first call of each round. */
const inRounds = (calls: readonly Call[]): Call[] =>
  calls.filter((call, index) => {
    const before = calls[index - 1];
    return !before || !isBeside(before, call);
  });

/** One call whose address can be two things: the same place, come to on the same way. */
const isSamePlace = (a: Call, b: Call): boolean =>
  a.trail.length === b.trail.length && sharedSteps(a, b) === a.trail.length;

/** Two calls that one function asks side by side. */
const isBeside = (a: Call, b: Call): boolean =>
  a.around.parallel && b.around.parallel && partingPlace(a, b).file === partingPlace(b, a).file;
