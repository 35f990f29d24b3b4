import { levelled } from './columns.ts';
import { againstLayers } from './direction.ts';
import { boxOf, labelSizeOf } from './measure.ts';
import { portedLines } from './ports.ts';
import type { Box, Drawing, Picture, Point } from './types.ts';

/** What is used of the engine's graph; its own type declarations do not resolve under Node's rules. */
type LaidOut = {
  readonly setGraph: (options: object) => void;
  readonly setNode: (id: string, size: object) => void;
  readonly setParent: (id: string, parent: string) => void;
  readonly setEdge: (from: string, to: string, label: object, name: string) => void;
  readonly graph: () => { width?: number; height?: number };
  readonly node: (id: string) => NodeLabel;
  readonly edge: (from: string, to: string, name: string) => EdgeLabel;
};
type NodeLabel = { x?: number; y?: number; width: number; height: number };
type EdgeLabel = Partial<NodeLabel> & { points?: readonly Point[] };

/** Lays a picture out in layers from left to right. Loads the layout engine on first use. */
export async function layoutOf(picture: Picture): Promise<Drawing> {
  const { Graph, layout } = await import('@dagrejs/dagre');
  const graph: LaidOut = new Graph({ multigraph: true, compound: true });
  const against = againstLayers(picture.lines);
  fill(graph, picture, against);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const nodes = picture.nodes.map((node) => ({ ...node, ...boxAround(graph.node(node.id)) }));
  const lines = picture.lines.map((line, index) => ({
    ...line,
    ...(against[index]
      ? turned(routeOf(graph.edge(line.to, line.from, String(index))))
      : routeOf(graph.edge(line.from, line.to, String(index)))),
  }));
  return {
    title: picture.name,
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes,
    lines: levelled(nodes, portedLines(nodes, lines)),
    regions: picture.regions.map(({ id, name }) => ({ name, ...boxAround(graph.node(id)) })),
  };
}

function fill(graph: LaidOut, { nodes, lines, regions }: Picture, against: readonly boolean[]): void {
  graph.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: 100, edgesep: 20, marginx: 32, marginy: 32 });
  for (const { id } of regions) graph.setNode(id, { width: 0, height: 0 });
  for (const node of nodes) {
    graph.setNode(node.id, boxOf(node));
    if (node.region) graph.setParent(node.id, node.region);
  }
  for (const [index, line] of lines.entries()) {
    const [from, to] = against[index] ? [line.to, line.from] : [line.from, line.to];
    const weight = line.kind === 'sync' ? 3 : line.kind === 'async' ? 2 : 1;
    graph.setEdge(from, to, { ...labelSizeOf(line), labelpos: 'c', weight, minlen: 1 }, String(index));
  }
}

/** The engine answers with centres; a drawing wants corners. */
const boxAround = ({ x = 0, y = 0, width, height }: NodeLabel): Box => ({
  x: round(x - width / 2),
  y: round(y - height / 2),
  width: round(width),
  height: round(height),
});

type Route = { readonly points: readonly Point[]; readonly labelBox?: Box };

const turned = (route: Route): Route => ({ ...route, points: route.points.toReversed() });

function routeOf({ points = [], x, y, width = 0, height = 0 }: EdgeLabel): Route {
  const route = points.map((point) => ({ x: round(point.x), y: round(point.y) }));
  if (x === undefined || y === undefined || width === 0) return { points: route };
  return { points: route, labelBox: boxAround({ x, y, width, height }) };
}

const round = (value: number): number => Math.round(value * 10) / 10;
