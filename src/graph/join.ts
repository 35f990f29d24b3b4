import type { Change, Observed, View, ViewLine, ViewNode, ViewOperation } from './types.ts';
import { protocolLabel } from './views/parts.ts';

/** Nodes that are drawn as one, each with the id of that one; itself where it stays itself. */
export type HomeOf = (id: string) => string;

/** Lines between what is drawn as one become one; what stays inside is left out. */
export function joinedLines(lines: View['lines'], homeOf: HomeOf): readonly ViewLine[] {
  const isMoved = ({ from, to }: ViewLine): boolean => homeOf(from) !== from || homeOf(to) !== to;
  const idOf = (line: ViewLine): string =>
    isMoved(line) ? [homeOf(line.from), line.kind, homeOf(line.to)].join(' > ') : line.id;
  return [...Map.groupBy(lines, idOf)].flatMap(([id, [first, ...others]]) => {
    if (!first) return [];
    const [from, to] = [homeOf(first.from), homeOf(first.to)];
    if (from === to && isMoved(first)) return [];
    return [{ ...(others.length === 0 ? first : asOne(first, others)), id, from, to }];
  });
}

function asOne(first: ViewLine, others: readonly ViewLine[]): ViewLine {
  const { change: _, observed: __, ...rest } = first;
  const all = [first, ...others];
  const change = changeOf(all);
  const observed = observedOf(all.flatMap((line) => line.observed ?? []));
  const operations = all.flatMap((line) => (change === line.change ? line.operations : withChange(line)));
  return {
    ...rest,
    operations,
    label: protocolLabel(operations, first.kind),
    findings: [...new Set(all.flatMap(({ findings }) => findings))].sort(),
    ...(change === undefined ? {} : { change }),
    ...(observed === undefined ? {} : { observed }),
  };
}

/** What became of a whole line became of all that it carries. */
const withChange = ({ change, operations }: ViewLine): readonly ViewOperation[] =>
  change === undefined || change === 'changed' ? operations : operations.map((one) => ({ change, ...one }));

/** The change that all have in common; where only some changed, the whole did. */
export function changeOf(parts: readonly Pick<ViewNode, 'change'>[]): Change | undefined {
  const [first, ...others] = new Set(parts.map(({ change }) => change));
  return others.length === 0 ? first : 'changed';
}

/** Counts add up, and one that the map does not know makes the whole unknown. Of times there is no sum. */
function observedOf(parts: readonly Observed[]): Observed | undefined {
  const [first, ...others] = parts.filter(({ state }) => state !== 'unseen');
  if (!first) return parts[0];
  if (others.length === 0) return first;
  const all = [first, ...others];
  const sum = (of: (part: Observed) => number): number => all.reduce((total, part) => total + of(part), 0);
  const state = all.some((part) => part.state === 'unknown') ? 'unknown' : 'seen';
  return { state, count: sum(({ count }) => count), failed: sum(({ failed }) => failed) };
}
