import type { Drawing } from '../../graph/types.ts';
import { curveOf } from './curve.ts';
import { escaped } from './markup.ts';
import { nodeMarkup } from './node.ts';
import { style, tips } from './style.ts';

const head = 60;
const foot = 44;
const leastWidth = 640;

/** One self-contained SVG: no script, no network, light and dark. */
export function renderSvg(drawing: Drawing): string {
  const width = Math.max(drawing.width, leastWidth);
  const height = drawing.height + head + foot;
  const left = (width - drawing.width) / 2;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" class="map" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="map-title map-about">`,
    `<title id="map-title">${escaped(drawing.title)}: services</title>`,
    `<desc id="map-about">${escaped(aboutOf(drawing))}</desc>`,
    `<style>${style}</style>`,
    `<defs>${tips}</defs>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<text class="title" x="32" y="36">${escaped(drawing.title)}</text>`,
    `<g transform="translate(${left},${head - 12})">`,
    ...drawing.regions.map(regionMarkup),
    ...drawing.lines.map(lineMarkup),
    ...drawing.nodes.map(nodeMarkup),
    ...drawing.lines.map(labelMarkup),
    '</g>',
    legendMarkup(drawing, height - 20),
    '</svg>',
  ]
    .filter(Boolean)
    .join('\n')}\n`;
}

/** What the picture says, for those who cannot see it. */
function aboutOf({ nodes, lines }: Drawing): string {
  const names = new Map(nodes.map(({ id, text }) => [id, text[0]]));
  const verbs = { sync: 'waits for', async: 'sends to', import: 'imports', data: 'keeps data in' };
  return lines.map(({ from, to, kind }) => `${names.get(from)} ${verbs[kind]} ${names.get(to)}.`).join(' ');
}

const regionMarkup = ({ x, y, width, height, name }: Drawing['regions'][number]): string =>
  `<rect class="region" x="${x}" y="${y}" width="${width}" height="${height}" rx="14"/><text class="regionname" x="${x + 14}" y="${y + 18}">${escaped(name)}</text>`;

const lineMarkup = ({ kind, points }: Drawing['lines'][number]): string =>
  `<path class="line ${kind}" d="${curveOf(points)}" marker-end="url(#tip-${kind})"/>`;

function labelMarkup({ label, labelBox }: Drawing['lines'][number]): string {
  if (!labelBox) return '';
  const { x, y, width, height } = labelBox;
  return (
    `<rect class="plate" x="${x + 2}" y="${y + 1}" width="${width - 4}" height="${height - 2}" rx="4"/>` +
    `<text class="label" x="${x + width / 2}" y="${y + 13}" text-anchor="middle">${escaped(label)}</text>`
  );
}

const legend = [
  { kind: 'sync', words: 'waits for' },
  { kind: 'async', words: 'event or message' },
  { kind: 'data', words: 'keeps data in' },
  { kind: 'import', words: 'imports source of' },
] as const;

/** Only the kinds of lines that occur. */
const legendMarkup = ({ lines }: Drawing, y: number): string =>
  legend
    .filter(({ kind }) => lines.some((line) => line.kind === kind))
    .map(({ kind, words }, index) => {
      const x = 32 + index * 150;
      return (
        `<path class="line ${kind}" d="M${x},${y}H${x + 34}" marker-end="url(#tip-${kind})"/>` +
        `<text class="legend" x="${x + 42}" y="${y + 4}">${words}</text>`
      );
    })
    .join('');
