import type { Drawing, Sketch } from '../types-drawing.ts';
import { freeLine } from './free.ts';
import { engineOf, layered, type Engine, type Sized, type SizedSketch } from './layers.ts';
import { boxOf, regionWidth } from './measure.ts';
import { moved } from './moved.ts';
import { packed, roomFor } from './pack.ts';

/** More nodes than this are laid out region by region; more than that, with a line or less to each node. */
const [many, vast] = [120, 500];
const gap = 28;
const wideGap = 64;
const margin = 32;
const inset = { top: 40, side: 20 } as const;
const leastRoom = 1100;

/** Lays a sketch out in layers from left to right; what is connected to nothing stands in rows below. */
export async function layoutOf(sketch: Sketch): Promise<Drawing> {
  const engine = await engineOf();
  const sized = { ...sketch, nodes: sketch.nodes.map((node) => ({ ...node, ...boxOf(node) })) };
  return sized.nodes.length > many && sized.regions.length > 1 ? byRegion(engine, sized) : whole(engine, sized);
}

/** Connected nodes in layers, and below them the others. */
function whole(engine: Engine, sketch: SizedSketch, room = leastRoom, leave?: 0 | 2): Drawing {
  const { connected, alone } = split(sketch);
  const layers = connected.nodes.length > 0 ? layered(engine, connected, leave) : emptyDrawing(sketch);
  if (alone.length === 0) return layers;
  const rows = packed(alone.map(blockOf), Math.max(layers.width - 2 * margin, room), gap);
  const top = layers.height > 0 ? layers.height : margin;
  const drawings = rows.placed.map(({ drawing, x, y }) => moved(drawing, x + margin, y + top));
  return {
    ...layers,
    width: Math.max(layers.width, rows.width + 2 * margin),
    height: top + rows.height + margin,
    nodes: [...layers.nodes, ...drawings.flatMap(({ nodes }) => nodes)],
    regions: [...layers.regions, ...drawings.flatMap(({ regions }) => regions)],
  };
}

/** A node, or a region none of whose nodes is connected to anything. */
type Loner = Pick<SizedSketch, 'nodes' | 'regions'>;

function split(sketch: SizedSketch): { readonly connected: SizedSketch; readonly alone: readonly Loner[] } {
  const touched = new Set(sketch.lines.flatMap(({ from, to }) => [from, to]));
  const parents = new Map(sketch.regions.map(({ id, parent }) => [id, parent]));
  const live = new Set<string>();
  for (const { id, region } of sketch.nodes)
    if (touched.has(id)) for (let at = region; at !== undefined && !live.has(at); at = parents.get(at)) live.add(at);
  const isConnected = ({ id, region }: Sized): boolean =>
    touched.has(id) || (region !== undefined && live.has(top(region, parents)));
  const isPlain = new Set(sketch.regions.filter(({ id }) => !live.has(top(id, parents))).map(({ id }) => id));
  const lonely = sketch.nodes.filter((node) => !isConnected(node));
  const groups = [...Map.groupBy(lonely, ({ id, region }) => region ?? id)];
  return {
    connected: {
      ...sketch,
      nodes: sketch.nodes.filter(isConnected),
      regions: sketch.regions.filter(({ id }) => !isPlain.has(id)),
    },
    alone: groups.map(([id, nodes]) => ({ nodes, regions: sketch.regions.filter((region) => region.id === id) })),
  };
}

function top(region: string, parents: ReadonlyMap<string, string | undefined>): string {
  const parent = parents.get(region);
  return parent === undefined ? region : top(parent, parents);
}

type Block = { readonly drawing: Drawing; readonly width: number; readonly height: number };

/** Nodes of one region in rows, with the region around them. */
function blockOf({ nodes, regions: [region] }: Loner): Block {
  const { placed, width, height } = packed(nodes, roomFor(nodes, gap), gap);
  const drawing = { title: '', width, height, nodes: placed, lines: [], regions: [] };
  return region ? framed(drawing, region) : { drawing, width, height };
}

/** A drawing with its region around it. */
function framed(inner: Drawing, region: SizedSketch['regions'][number]): Block {
  const { parent: _, ...frame } = region;
  const width = Math.max(inner.width + 2 * inset.side, regionWidth(region));
  const height = inner.height + inset.top + inset.side;
  const drawing = moved(inner, (width - inner.width) / 2, inset.top);
  return {
    width,
    height,
    drawing: { ...drawing, width, height, regions: [{ ...frame, x: 0, y: 0, width, height }, ...drawing.regions] },
  };
}

/** Each outer region by itself, then all of them in rows, callers first; lines between them are laid across. */
async function byRegion(engine: Engine, sketch: SizedSketch): Promise<Drawing> {
  const parents = new Map(sketch.regions.map(({ id, parent }) => [id, parent]));
  const homeOf = new Map(sketch.nodes.map(({ id, region }) => [id, region === undefined ? id : top(region, parents)]));
  const blocks = new Map(
    sketch.nodes.filter(({ region }) => region === undefined).map((node) => [node.id, bare(node)]),
  );
  for (const region of sketch.regions.filter(({ parent }) => parent === undefined)) {
    blocks.set(region.id, insideOf(engine, sketch, homeOf, region));
    await pause(); // A browser shows and hears something in between.
  }
  const inOrder = orderOf(engine, [...blocks.keys()], between(sketch, homeOf)).flatMap((id) => blocks.get(id) ?? []);
  const rows = packed(inOrder, roomFor(inOrder, wideGap), wideGap);
  const drawings = rows.placed.map(({ drawing, x, y }) => moved(drawing, x + margin, y + margin));
  const nodes = drawings.flatMap((drawing) => drawing.nodes);
  const boxes = new Map(nodes.map((node) => [node.id, node]));
  const across = sketch.lines.filter(({ from, to }) => homeOf.get(from) !== homeOf.get(to));
  return {
    title: sketch.title,
    width: rows.width + 2 * margin,
    height: rows.height + 2 * margin,
    nodes,
    regions: drawings.flatMap(({ regions }) => regions),
    lines: [...drawings.flatMap(({ lines }) => lines), ...across.flatMap((line) => freeLine(line, boxes))],
  };
}

const pause = (): Promise<void> => new Promise((done) => setTimeout(done));

const bare = (node: Sized): Block => blockOf({ nodes: [node], regions: [] });

/** Callers before whom they call, as the engine orders them in layers. */
function orderOf(engine: Engine, ids: readonly string[], lines: SizedSketch['lines']): readonly string[] {
  const size = { kind: 'service', title: '', text: [''], errors: 0, warnings: 0, width: 100, height: 60 } as const;
  const { nodes } = whole(engine, { title: '', regions: [], nodes: ids.map((id) => ({ id, ...size })), lines });
  return nodes.toSorted((a, b) => a.x - b.x || a.y - b.y).map(({ id }) => id);
}

function insideOf(
  engine: Engine,
  sketch: SizedSketch,
  homeOf: ReadonlyMap<string, string>,
  region: SizedSketch['regions'][number],
): Block {
  const isIn = (id: string): boolean => homeOf.get(id) === region.id;
  const nodes = sketch.nodes
    .filter(({ id }) => isIn(id))
    .map(({ region: own, ...node }): Sized =>
      own === region.id || own === undefined ? node : { ...node, region: own },
    );
  const inner = whole(
    engine,
    {
      title: '',
      nodes,
      lines: sketch.lines.filter(({ from, to }) => isIn(from) && isIn(to)).map((line) => ({ ...line, label: '' })),
      regions: sketch.regions
        .filter(({ id }) => id !== region.id && nodes.some((node) => node.region === id))
        .map(({ id, name }) => ({ id, name })),
    },
    roomFor(nodes, gap),
    sketch.nodes.length > vast ? 0 : 2,
  );
  return framed(inner, region);
}

/** One line between two regions for all that pass between their nodes. */
function between({ lines }: SizedSketch, homeOf: ReadonlyMap<string, string>): SizedSketch['lines'] {
  const groups = Map.groupBy(lines, ({ from, to }) => `${homeOf.get(from)}\n${homeOf.get(to)}`);
  return [...groups].flatMap(([id, [first, ...others]]) => {
    const [from, to] = [homeOf.get(first?.from ?? ''), homeOf.get(first?.to ?? '')];
    if (!first || from === undefined || to === undefined || from === to) return [];
    return [{ ...first, id, from, to, label: '', weight: 1 + others.length }];
  });
}

const emptyDrawing = ({ title }: SizedSketch): Drawing => ({
  title,
  width: 2 * margin,
  height: 0,
  nodes: [],
  lines: [],
  regions: [],
});
