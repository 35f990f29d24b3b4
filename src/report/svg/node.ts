import type { Box, Drawing } from '../../graph/types.ts';
import { escaped } from './markup.ts';

type Node = Drawing['nodes'][number];

/** One node: its shape, its words, and the mark of what lint found there. */
export function nodeMarkup(node: Node): string {
  const { shape, text, marks } = node;
  return [
    `<g class="${shape}"><title>${escaped(text.join(' · '))}</title>`,
    shapeMarkup(node),
    ...wordsMarkup(node),
    ...(marks ? [markMarkup(node, marks)] : []),
    '</g>',
  ].join('');
}

function shapeMarkup(node: Node): string {
  const { x, y, width, height, shape } = node;
  switch (shape) {
    case 'store':
      return cylinder(node);
    case 'gateway':
      return `<path class="box" d="M${x + 14},${y}H${x + width - 14}L${x + width},${y + height / 2}L${x + width - 14},${y + height}H${x + 14}L${x},${y + height / 2}Z"/>`;
    default: {
      const radius = shape === 'channel' ? Math.min(height / 2, 18) : 9;
      return `<rect class="box" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`;
    }
  }
}

function cylinder({ x, y, width, height }: Box): string {
  const rise = 7;
  const right = x + width;
  const bottom = y + height - rise;
  const top = y + rise;
  const arc = (to: number, end: number, sweep: 0 | 1) => `A${width / 2},${rise} 0 0 ${sweep} ${to},${end}`;
  return (
    `<path class="box" d="M${x},${top}${arc(right, top, 1)}V${bottom}${arc(x, bottom, 1)}Z"/>` +
    `<path class="lid" d="M${x},${top}${arc(right, top, 0)}"/>`
  );
}

function wordsMarkup({ x, y, width, height, shape, text }: Node): string[] {
  const isChannel = shape === 'channel';
  const [name, ...more] = text;
  const head = isChannel ? 15 : 19;
  const block = head + more.length * 15;
  const top = y + (height - block) / 2 + (shape === 'store' ? 4 : 0);
  const centre = x + width / 2;
  const line = (words: string, baseline: number, className: string) =>
    `<text class="${className}" x="${centre}" y="${Math.round(baseline * 10) / 10}" text-anchor="middle">${escaped(words)}</text>`;
  return [
    line(name, top + (isChannel ? 11 : 14), isChannel ? 'channelname' : 'name'),
    ...more.map((words, index) => line(words, top + head + 11 + index * 15, isChannel ? 'channelname' : 'more')),
  ];
}

const markMarkup = ({ x, y, width }: Box, marks: number): string =>
  `<circle class="mark" cx="${x + width - 3}" cy="${y + 3}" r="9"/><text class="marktext" x="${x + width - 3}" y="${y + 7}" text-anchor="middle">${marks}</text>`;
