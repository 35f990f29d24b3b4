import { circlesIn } from './circles.ts';
import { groupsFolded } from './fold.ts';
import { regrouped } from './regroup.ts';
import type { Overview, View, ViewLine } from './types.ts';

/** Contexts drawn as one each, or owners or folders where contexts are too many. */
export function overviewOf(view: View): Overview {
  const whole = regrouped(view, 0);
  const { view: folded } = groupsFolded(whole, new Set(whole.groups.map(({ id }) => id)));
  const own = folded.nodes.filter(({ kind }) => kind !== 'store' && kind !== 'channel');
  const waits = folded.lines.filter(({ kind, from, to }) => kind === 'sync' && from !== to);
  const ranks = ranksOf(waits);
  const layers = Map.groupBy(
    own.filter(({ id }) => ranks.has(id)),
    ({ id }) => ranks.get(id) ?? 0,
  );
  return {
    view: folded,
    by: whole.groups[0]?.kind,
    layers: [...layers].toSorted(([a], [b]) => a - b).map(([, nodes]) => nodes),
    apart: own.filter(({ id }) => !ranks.has(id)),
  };
}

/** How many wait above each, at most; a circle is one. */
function ranksOf(waits: readonly ViewLine[]): ReadonlyMap<string, number> {
  const home = new Map(
    circlesIn(waits).flatMap((circle, index) => circle.map((id) => [id, `circle ${index}`] as const)),
  );
  const homeOf = (id: string): string => home.get(id) ?? id;
  const above = Map.groupBy(
    waits.filter(({ from, to }) => homeOf(from) !== homeOf(to)),
    ({ to }) => homeOf(to),
  );
  const ranks = new Map<string, number>();
  const rankOf = (id: string): number => {
    const known = ranks.get(id);
    if (known !== undefined) return known;
    const rank = Math.max(0, ...(above.get(id) ?? []).map(({ from }) => rankOf(homeOf(from)) + 1));
    ranks.set(id, rank);
    return rank;
  };
  return new Map(waits.flatMap(({ from, to }) => [from, to].map((id) => [id, rankOf(homeOf(id))] as const)));
}
