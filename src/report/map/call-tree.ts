import type { Graph } from '../../graph/types.ts';
import { oneLine, widthOf } from '../text/lines.ts';

/** Synchronous calls as a tree from those that nobody calls; what was drawn before is only named again. Callees stand beside their caller where that fits, else below. */
export function callTree(graph: Graph, columns: number): readonly string[] {
  const lines = drawn(graph, beside);
  return lines.every((line) => widthOf(line) <= columns) ? lines : drawn(graph, below);
}

type Join = (name: string, targets: readonly (readonly string[])[]) => readonly string[];

function drawn({ services, edges }: Graph, join: Join): readonly string[] {
  const next = new Map<string, string[]>();
  for (const { from, to, kind } of edges) {
    if (kind !== 'sync' || from === to) continue;
    const others = next.get(from) ?? [];
    if (!others.includes(to)) next.set(from, [...others, to]);
  }
  const done = new Set<string>();
  const draw = (name: string): readonly string[] => {
    const targets = next.get(name) ?? [];
    if (targets.length === 0) return [oneLine(name)];
    if (done.has(name)) return [`${oneLine(name)} ─▶ …`];
    done.add(name);
    return join(oneLine(name), targets.map(draw));
  };
  return firstAsked(services, next).flatMap((name) => (done.has(name) ? [] : draw(name).map((line) => ` ${line}`)));
}

/** A name with its targets to the right: the first on the same line, the others below, under one stem. */
const beside: Join = (name, targets) => {
  const stem = ' '.repeat(widthOf(name) + 1);
  return targets.flatMap((lines, index) => {
    const isLast = index === targets.length - 1;
    const lead = index === 0 ? `${name} ${isLast ? '─' : '┬'}▶ ` : `${stem}${isLast ? '└' : '├'}▶ `;
    return lines.map((line, row) => (row === 0 ? `${lead}${line}` : `${stem}${isLast ? ' ' : '│'}  ${line}`));
  });
};

/** A name with its targets below, each on a line of its own. */
const below: Join = (name, targets) => [
  name,
  ...targets.flatMap((lines, index) => {
    const isLast = index === targets.length - 1;
    return lines.map((line, row) => (row === 0 ? `${isLast ? '└' : '├'}▶ ${line}` : `${isLast ? ' ' : '│'}  ${line}`));
  }),
];

/** Those that nobody calls; then, where all of a circle call each other, gateways and who reaches most. */
function firstAsked(services: Graph['services'], next: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const called = new Set([...next.values()].flat());
  const callers = services.filter(({ name }) => next.has(name));
  const rank = ({ name, kind }: Graph['services'][number]): readonly number[] => [
    Number(called.has(name)),
    Number(called.has(name) && kind !== 'gateway'),
    called.has(name) ? -reachedFrom(name, next) : 0,
  ];
  return callers
    .map((service) => ({ name: service.name, rank: rank(service) }))
    .toSorted(
      (a, b) => a.rank.map((one, index) => one - (b.rank[index] ?? 0)).find((difference) => difference !== 0) ?? 0,
    )
    .map(({ name }) => name);
}

function reachedFrom(name: string, next: ReadonlyMap<string, readonly string[]>): number {
  const seen = new Set([name]);
  for (const one of seen) for (const other of next.get(one) ?? []) seen.add(other);
  return seen.size;
}
