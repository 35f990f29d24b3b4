import type { FixInput } from '../../src/scaffold/fix-kit.ts';
import type { Edge } from '../../src/model/model.ts';

const STEP = 5000;
const MOST = 30_000;

/** How long to wait, in milliseconds: longer than everybody behind the callee waits, so that they give up first. */
export function lengthFor({ finding: { services }, model }: Pick<FixInput, 'finding' | 'model'>): number {
  const waits = model.edges.filter(({ kind }) => kind === 'sync');
  const depth = Math.max(
    0,
    ...services.slice(1).map((callee) => depthOf(callee, waits, new Set(services.slice(0, 1)))),
  );
  return Math.min(MOST, STEP * (1 + depth));
}

/** How many services wait in a row behind one; a circle is walked once. */
function depthOf(service: string, waits: readonly Edge[], seen: ReadonlySet<string>): number {
  if (seen.has(service) || seen.size > 6) return 0;
  const next = waits.filter(({ from, to }) => from === service && !seen.has(to) && to !== service).map(({ to }) => to);
  return Math.max(0, ...[...new Set(next)].map((each) => 1 + depthOf(each, waits, new Set([...seen, service]))));
}
