import type { Effect, EffectCircumstances, ServiceName } from '../../../model/model.ts';
import { waitingThrough } from '../../../model/waiting.ts';
import type { Around, CallDeed, DataDeed, Deed, PublishDeed } from '../types.ts';
import type { Board } from './board.ts';
import type { Reached } from './calls.ts';
import { reachedBy } from './calls.ts';
import { channelIdOf } from './channels.ts';

/** Finds whom each call reaches, once for each service it is made in. */
export type Reaching = (deed: Deed, from: ServiceName) => Reached;

export const reachingOn = (board: Board): Reaching => {
  const memo = new Map<ServiceName, Map<object, Reached>>();
  return (deed, from) => {
    if (deed.what.kind !== 'call') return { reaches: [], outside: false };
    const own = memo.get(from) ?? new Map<object, Reached>();
    memo.set(from, own);
    const known = own.get(deed.what) ?? reachedBy(board, deed.what, from);
    own.set(deed.what, known);
    return known;
  };
};

const circumstances = (around: Around): EffectCircumstances => ({
  loop: around.loop,
  ...(around.loopStep === undefined ? {} : { loopStep: around.loopStep }),
  parallel: around.parallel,
  detached: around.detached,
  branch: around.branch,
  ...(around.checks ? { checks: around.checks } : {}),
  ...(around.changes ? { changes: around.changes } : {}),
  ...(around.remembered ? { remembered: around.remembered } : {}),
  ...(around.arms ? { arms: around.arms } : {}),
  ...(around.unheard ? { unheard: true } : {}),
  ...(around.retried ? { retried: true } : {}),
  ...(around.transaction === undefined ? {} : { transaction: around.transaction }),
});

/** What the client says, with what stands around the call. */
const waitingOf = (what: CallDeed, around: Around): Pick<Extract<Effect, { kind: 'call' }>, 'deadline' | 'waiting'> => {
  const waiting = waitingThrough(around.waiting, what.waiting);
  if (!waiting) return { deadline: what.deadline };
  return { deadline: waiting.limits ? 'set' : what.deadline, waiting };
};

const MOST_ALTERNATIVES = 3;

type Base = Pick<Effect, 'trail' | 'around'>;

const callsOf = (deed: Deed, what: CallDeed, reached: Reached, base: Base): readonly Effect[] => {
  const call = {
    kind: 'call',
    target: what.label,
    protocol: what.protocol,
    ...waitingOf(what, deed.around),
    ...(what.method === undefined ? {} : { method: what.method }),
    ...(what.idempotencyKey ? { idempotencyKey: true as const } : {}),
    ...base,
  } as const;
  if (reached.reaches.length === 0) return [call];
  return reached.reaches
    .slice(0, MOST_ALTERNATIVES)
    .map((reach) => ({ ...call, to: reach.to, operation: reach.offered?.id ?? reach.operation }));
};

const publishOf = (what: PublishDeed, base: Base): Effect => {
  const channel = channelIdOf(what);
  return {
    kind: 'publish',
    protocol: what.protocol,
    ...(channel === undefined ? {} : { channel }),
    ...(what.deduplicated ? { deduplicated: true } : {}),
    ...base,
  };
};

const dataOf = (what: DataDeed, base: Base): Effect => ({
  kind: 'data',
  engine: what.engine,
  verb: what.verb,
  keyed: what.keyed,
  ...(what.table === undefined ? {} : { table: what.table }),
  ...(what.where ? { where: what.where } : {}),
  ...(what.sets ? { sets: what.sets } : {}),
  ...(what.twoPhase ? { twoPhase: true } : {}),
  ...base,
});

/** A deed as the model shows it; a call that may go to several services shows once for each. */
export const effectsOf = (deed: Deed, from: ServiceName, reaching: Reaching): readonly Effect[] => {
  const { what, trail } = deed;
  const base: Base = { trail, around: circumstances(deed.around) };
  switch (what.kind) {
    case 'call':
      return callsOf(deed, what, reaching(deed, from), base);
    case 'publish':
      return [publishOf(what, base)];
    case 'data':
      return [dataOf(what, base)];
    case 'external':
      return [
        { kind: 'external', what: what.what, library: what.library, idempotencyKey: what.idempotencyKey, ...base },
      ];
    default:
      return [];
  }
};
