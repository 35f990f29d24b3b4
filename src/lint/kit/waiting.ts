import type { Model, Operation } from '../../model/model.ts';
import type { MeshPolicy } from '../../model/traffic.ts';
import { type Limit, type Retry, shortestOf } from '../../model/waiting.ts';
import type { Call } from './calls.ts';
import { indexOf } from './index-of.ts';
import { operationCalledBy } from './operations.ts';

const policiesByTarget = indexOf((model) => Map.groupBy(model.traffic.policies, ({ to }) => to));

/** What a mesh that is configured here does for calls to a service. */
export const policiesFor = (model: Model, { to }: Call): readonly MeshPolicy[] =>
  to === undefined ? [] : (policiesByTarget(model).get(to) ?? []);

/** The deadline of a call that ends first, that of the mesh among them; undefined where none is known to the millisecond. */
export function limitOf(model: Model, call: Call): Limit | undefined {
  const mesh = policiesFor(model, call).flatMap(({ timeoutMs, evidence }): readonly Limit[] =>
    timeoutMs === undefined ? [] : [{ ms: timeoutMs, by: 'wrapper', at: evidence }],
  );
  return shortestOf([...(call.waiting?.limits ?? []), ...mesh]);
}

/** Everything that tries a call again, the mesh included. */
export const retriesOf = (model: Model, call: Call): readonly Retry[] => [
  ...(call.waiting?.retries ?? []),
  ...policiesFor(model, call).flatMap(({ attempts, evidence }): readonly Retry[] =>
    attempts === undefined ? [] : [{ attempts, paced: 'yes', jitter: 'yes', by: 'wrapper', at: evidence }],
  ),
];

/** One call on the way of a request, with the operation that makes it. */
export type Hop = { readonly from: Operation; readonly call: Call };

/** How many hops, and how many ways, are followed. */
const LONGEST = 6;
const MOST_WAYS = 2_000;

/** The calls that a request waits for at the other end of a call, each with the way there. Bounded; loops are left. */
export function* waysAfter(model: Model, first: Hop): Generator<readonly [Hop, ...Hop[]]> {
  const open: (readonly [Hop, ...Hop[]])[] = [[first]];
  for (let count = 0; open.length > 0 && count < MOST_WAYS; count++) {
    const way = open.pop();
    const last = way?.at(-1);
    const next = last && operationCalledBy(model, last.call);
    if (!way || !next || way.length > LONGEST || way.some(({ from }) => from.id === next.id)) continue;
    for (const call of callsIn(next)) {
      const longer = [...way, { from: next, call }] as const;
      yield longer;
      open.push(longer);
    }
  }
}

/** The calls of an operation that it waits for and that reach another service, each place once. */
export function callsIn(operation: Operation): readonly Call[] {
  const calls = known.get(operation) ?? hopsOf(operation);
  known.set(operation, calls);
  return calls;
}

const known = new WeakMap<Operation, readonly Call[]>();

function hopsOf(operation: Operation): readonly Call[] {
  const places = new Map<string, Call>();
  for (const effect of operation.effects) {
    if (effect.kind !== 'call' || effect.to === undefined || effect.to === operation.service) continue;
    if (effect.around.detached) continue;
    const at = effect.trail.at(-1) ?? effect.trail[0];
    places.set(`${at.file}:${at.line}:${at.column} ${effect.to} ${effect.operation ?? ''}`, effect);
  }
  return [...places.values()];
}

/** `1.5 s`, `300 ms`, `2 min` */
export const durationOf = (ms: number): string =>
  ms >= 120_000 && ms % 60_000 === 0 ? `${ms / 60_000} min` : ms >= 1000 ? `${+(ms / 1000).toFixed(2)} s` : `${ms} ms`;
