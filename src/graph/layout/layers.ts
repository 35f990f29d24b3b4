import type { Box, Drawing, DrawnLine, DrawnRegion, Point, Sketch, SketchNode } from '../types-drawing.ts';
import { levelled } from './columns.ts';
import { againstLayers } from './direction.ts';
import { freeLine } from './free.ts';
import { guidesOf } from './guides.ts';
import { labelSizeOf } from './measure.ts';
import { portedLines } from './ports.ts';

/** What is used of the engine's graph; its own type declarations do not resolve under Node's rules. */
type Engine = { readonly Graph: new (options: object) => LaidOut; readonly layout: (graph: LaidOut) => void };
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

export type Sized = SketchNode & { readonly width: number; readonly height: number };
export type SizedSketch = Omit<Sketch, 'nodes'> & { readonly nodes: readonly Sized[] };

/** Loads the layout engine on first use. */
export const engineOf = async (): Promise<Engine> => {
  const { Graph, layout } = await import('@dagrejs/dagre');
  return { Graph, layout };
};
export type { Engine };

/** Lays nodes out in layers from left to right. Lines that are too many for the engine are laid across afterwards. */
export function layered(engine: Engine, sketch: SizedSketch, leave?: 0 | 2): Drawing {
  const graph: LaidOut = new engine.Graph({ multigraph: true, compound: sketch.regions.length > 0 });
  const guides = guidesOf(sketch.nodes.length, sketch.lines, leave);
  const isAll = guides.size === sketch.lines.length;
  const guided = {
    ...sketch,
    lines: sketch.lines.filter((line) => guides.has(line)).map((line) => (isAll ? line : { ...line, label: '' })),
  };
  const against = againstLayers(guided.lines);
  fill(graph, guided, against);
  engine.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const nodes = sketch.nodes.map((node) => ({ ...node, ...boxAround(graph.node(node.id)) }));
  const lines = guided.lines.map((line, index) => ({
    ...line,
    ...(against[index]
      ? turned(routeOf(graph.edge(line.to, line.from, String(index))))
      : routeOf(graph.edge(line.from, line.to, String(index)))),
  }));
  const regions = sketch.regions.map((region) => ({ ...region, ...boxAround(graph.node(region.id)) }));
  const boxes = new Map(nodes.map((node) => [node.id, node]));
  const free = sketch.lines.filter((line) => !guides.has(line)).flatMap((line) => freeLine(line, boxes));
  return {
    title: sketch.title,
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes,
    lines: inOrder(sketch, [...levelled(nodes, portedLines(nodes, lines)), ...free]),
    regions: outerFirst(regions),
  };
}

function fill(graph: LaidOut, { nodes, lines, regions }: SizedSketch, against: readonly boolean[]): void {
  const isDense = lines.length > 60 && lines.every(({ label }) => label === '');
  graph.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: isDense ? 64 : 100, edgesep: 20, marginx: 32, marginy: 32 });
  for (const { id } of regions) graph.setNode(id, { width: 0, height: 0 });
  for (const { id, parent } of regions) if (parent) graph.setParent(id, parent);
  for (const { id, region, width, height } of nodes) {
    graph.setNode(id, { width, height });
    if (region) graph.setParent(id, region);
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

function inOrder({ lines }: SizedSketch, drawn: readonly DrawnLine[]): DrawnLine[] {
  const byId = new Map(drawn.map((line) => [line.id, line]));
  return lines.flatMap(({ id }) => byId.get(id) ?? []);
}

/** Where a region lies in another, the inner one is drawn on top. */
function outerFirst(regions: readonly DrawnRegion[]): DrawnRegion[] {
  const parents = new Map(regions.map(({ id, parent }) => [id, parent]));
  const depth = (id: string | undefined): number => (id === undefined ? 0 : 1 + depth(parents.get(id)));
  return regions.toSorted((a, b) => depth(a.id) - depth(b.id));
}

const round = (value: number): number => Math.round(value * 10) / 10;
