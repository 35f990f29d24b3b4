import type { FixInput } from '../../src/scaffold/fix-kit.ts';
import { shortestOf } from '../../src/model/waiting.ts';
import type { Edge } from '../../src/model/model.ts';

const STEP = 5000;
const MOST = 30_000;

/**
 * How long to wait, in milliseconds: longer than everybody behind the callee waits, so that they give up first, and a fifth
 * less than those who wait for this service.
 */
export function lengthFor({ finding: { services }, model }: Pick<FixInput, 'finding' | 'model'>): number {
  const [caller = '', ...callees] = services;
  const waits = model.edges.filter(({ kind }) => kind === 'sync');
  const depth = Math.max(0, ...callees.map((callee) => depthOf(callee, waits, new Set([caller]))));
  const behind = Math.max(0, ...limitsOf(model, ({ from }) => callees.includes(from)));
  const wanted = Math.max(Math.min(MOST, STEP * (1 + depth)), roundedUp(behind * 1.25));
  const before = Math.min(...limitsOf(model, ({ to }) => to === caller));
  return before > wanted ? wanted : Math.max(100, Math.floor((before * 0.8) / 50) * 50);
}

const roundedUp = (ms: number): number => Math.ceil(ms / 500) * 500;

type Way = { readonly from: string; readonly to: string | undefined };

/** The deadlines that calls have already, where they are known. */
const limitsOf = ({ operations }: FixInput['model'], isWanted: (way: Way) => boolean): readonly number[] =>
  operations.flatMap(({ service, effects }) =>
    effects.flatMap((effect) =>
      effect.kind === 'call' && isWanted({ from: service, to: effect.to })
        ? (shortestOf(effect.waiting?.limits ?? [])?.ms ?? [])
        : [],
    ),
  );

/** How many services wait in a row behind one; a circle is walked once. */
function depthOf(service: string, waits: readonly Edge[], seen: ReadonlySet<string>): number {
  if (seen.has(service) || seen.size > 6) return 0;
  const next = waits.filter(({ from, to }) => from === service && !seen.has(to) && to !== service).map(({ to }) => to);
  return Math.max(0, ...[...new Set(next)].map((each) => 1 + depthOf(each, waits, new Set([...seen, service]))));
}
