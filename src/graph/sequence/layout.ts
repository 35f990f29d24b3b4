import { visible } from '../../model/visible.ts';
import { boxOf } from '../layout/measure.ts';
import { sketchOf } from '../sketch.ts';
import type { Box, Drawing, DrawnLine, DrawnNode, DrawnSequence, SketchNode } from '../types-drawing.ts';
import type { LineKind, SequenceStep, View } from '../types.ts';
import { columnsOf, roomFor, type Columns } from './columns.ts';
import { framesOf, type Frame } from './frames.ts';
import { circumstanceWords } from './words.ts';

type Message = {
  readonly step: SequenceStep;
  readonly id: string;
  readonly label: string;
  readonly more: string;
  readonly y: number;
};

const edge = 24;
/** How long a label may be. */
const longest = 58;
/** From so many messages on, who takes part is said again at the end. */
const long = 14;

/** Who asks whom, downwards in time. `idOf` names a step by its place in the sequence. */
export function sequenceDrawing(view: View, idOf: (step: SequenceStep, index: number) => string = byIndex): Drawing {
  const { nodes, title } = sketchOf(view);
  const all = view.sequence ?? [];
  const steps = all.filter(({ from, to }) => from !== to);
  const numbers = numbersOf(all);
  const texts = steps.map((step) => wordsOf(step, numbers.get(step)));
  const words = steps.map(({ from, to }, index) => ({ from, to, width: roomFor(...(texts[index] ?? [])) }));
  const columns = columnsOf(nodes, words);
  const frames = framesOf(steps);
  const { rows, bottom } = rowsOf(texts, frames, { steps, top: edge + columns.height + 8 });
  const messages = steps.map((step, index): Message => {
    const [label = '', more = ''] = texts[index] ?? [];
    return { step, id: idOf(step, index), label, more, y: rows[index] ?? 0 };
  });
  const bars = barsOf(messages, columns);
  const feet = steps.length >= long ? nodes.map((node) => placed(node, columns, bottom + 8)) : [];
  return {
    title,
    width: columns.width,
    height: bottom + (feet.length > 0 ? columns.height + 8 : 0) + edge,
    nodes: nodes.map((node) => placed(node, columns, edge)),
    lines: messages.map((message) => lineOf(message, columns, bars)),
    regions: [],
    sequence: {
      lifelines: nodes.map((node) => ({ x: middle(columns, node.id), top: edge + boxOf(node).height, bottom })),
      bars,
      frames: frameBoxes(frames, messages, columns),
      feet,
    },
  };
}

const byIndex = (_: SequenceStep, index: number): string => `step:${index}`;

/** Answers have no number: what was asked has. */
export const numbersOf = (steps: readonly SequenceStep[]): ReadonlyMap<SequenceStep, number> =>
  new Map(steps.filter(({ kind }) => kind !== 'answer').map((step, index) => [step, index + 1]));

function wordsOf({ kind, text, waiting, around = [] }: SequenceStep, number = 0): readonly string[] {
  if (kind === 'answer') return [''];
  const framed = new Set(around.map((one) => circumstanceWords[one]));
  const more = waiting.filter((word) => !framed.has(word)).map(visible);
  return [shortened(`${number}  ${visible(text)}`), ...(more.length > 0 ? [shortened(more.join(' · '))] : [])];
}

const shortened = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`);

const middle = ({ middles }: Columns, id: string): number => middles.get(id) ?? 0;

function placed(node: SketchNode, columns: Columns, y: number): DrawnNode {
  const { width, height } = boxOf(node);
  return { ...node, x: middle(columns, node.id) - width / 2, y, width, height };
}

type Down = { readonly steps: readonly SequenceStep[]; readonly top: number };

/** The height of each arrow, with room for its words above it and for frames that begin and end there. */
function rowsOf(texts: readonly (readonly string[])[], frames: readonly Frame[], { steps, top }: Down) {
  const rows: number[] = [];
  let y = top;
  for (const [index, step] of steps.entries()) {
    y += 26 * frames.filter(({ first }) => first === index).length;
    y += step.kind === 'answer' ? 16 : 12 + 14 * (texts[index]?.length ?? 1);
    rows.push(y);
    y += step.kind === 'answer' ? 6 : 8;
    y += 12 * frames.filter(({ last }) => last === index).length;
  }
  return { rows, bottom: y + 10 };
}

const kinds: Readonly<Record<SequenceStep['kind'], LineKind>> = {
  call: 'sync',
  answer: 'sync',
  tell: 'async',
  keep: 'data',
  note: 'relation',
};

function lineOf({ step, id, label, more, y }: Message, columns: Columns, bars: DrawnSequence['bars']): DrawnLine {
  const [left, right] = [middle(columns, step.from), middle(columns, step.to)];
  const toRight = right > left ? 1 : -1;
  const points = [
    { x: left + toRight * reach(bars, left, y), y },
    { x: right - toRight * reach(bars, right, y), y },
  ];
  const height = more === '' ? 17 : 31;
  const width = roomFor(label, more) - 24;
  return {
    id,
    from: step.from,
    to: step.to,
    kind: kinds[step.kind],
    label,
    weight: 1,
    points,
    ...(more === '' ? {} : { more }),
    ...(step.kind === 'answer' ? { isAnswer: true } : {}),
    ...(label === '' ? {} : { labelBox: { x: (left + right) / 2 - width / 2, y: y - height - 3, width, height } }),
  };
}

const barWidth = 10;

/** How far from the lifeline a message begins or ends: at the side of the outermost bar there. */
function reach(bars: DrawnSequence['bars'], x: number, y: number): number {
  const here = bars.filter(
    (bar) => Math.abs(bar.x + barWidth / 2 - x) < barWidth && bar.y <= y && y <= bar.y + bar.height,
  );
  return here.length > 0 ? barWidth / 2 : 0;
}

/** From each question to its answer. */
function barsOf(messages: readonly Message[], columns: Columns): DrawnSequence['bars'] {
  const open: Message[] = [];
  const bars: Box[] = [];
  for (const message of messages) {
    if (message.step.kind === 'call') open.push(message);
    if (message.step.kind !== 'answer') continue;
    const at = open.findLastIndex(({ step }) => step.to === message.step.from);
    const [call] = at < 0 ? [] : open.splice(at, 1);
    if (!call) continue;
    const x = middle(columns, call.step.to) - barWidth / 2;
    bars.push({ x, y: call.y, width: barWidth, height: message.y - call.y });
  }
  return bars;
}

/** Outer frames stand out from those inside them. */
function frameBoxes(frames: readonly Frame[], messages: readonly Message[], columns: Columns): DrawnSequence['frames'] {
  const isWithin = (inner: Frame, outer: Frame): boolean =>
    frames.indexOf(inner) > frames.indexOf(outer) && inner.first >= outer.first && inner.last <= outer.last;
  return frames.map((frame) => {
    const inner = frames.filter((other) => isWithin(other, frame));
    const inside = messages.slice(frame.first, frame.last + 1);
    const xs = inside.flatMap(({ step }) => [middle(columns, step.from), middle(columns, step.to)]);
    const out = 14 + 7 * Math.min(3, inner.length);
    const name = circumstanceWords[frame.kind];
    const [left, right] = [Math.min(...xs) - out, Math.max(...xs) + out];
    const head = inside[0] ? 42 + (inside[0].more === '' ? 0 : 14) : 0;
    const top = (inside[0]?.y ?? 0) - head - 26 * inner.filter(({ first }) => first === frame.first).length;
    const bottom = (inside.at(-1)?.y ?? 0) + 8 + 12 * inner.filter(({ last }) => last === frame.last).length;
    return {
      x: left,
      y: top,
      width: Math.max(right - left, roomFor(name)),
      height: bottom - top,
      name,
      nameX: left + out + 9,
    };
  });
}
