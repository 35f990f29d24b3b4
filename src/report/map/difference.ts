import { clipped, counted, oneLine } from '../text/lines.ts';
import { paintOf } from '../text/paint.ts';
import type { Style } from '../types.ts';

export type DifferenceLine = { readonly sign: '+' | '-'; readonly text: string };
type Asked = { readonly committed: string; readonly text: string; readonly file: string; readonly format: string };

/** What a committed map says and the code does not, and the other way round. Of JSON what it means is compared: a place that moved is no difference. */
export function mapDifference({
  committed,
  text,
  format,
}: Asked): { readonly lines: readonly DifferenceLine[] } | { readonly mistake: string } {
  if (committed === text) return { lines: [] };
  if (format === 'svg' || format === 'html') return { lines: pictureDifference(committed, text) };
  if (format !== 'json') return { lines: setDifference(committed.split('\n'), text.split('\n')) };
  const before = parsed(committed);
  if (typeof before === 'string') return { mistake: before };
  const after = parsed(text);
  return typeof after === 'string'
    ? { mistake: after }
    : { lines: setDifference(sayings(before.value), sayings(after.value)) };
}

/** Of a picture what it says of itself is compared: coordinates tell nobody anything. */
function pictureDifference(committed: string, text: string): readonly DifferenceLine[] {
  const lines = setDifference(wordsIn(committed), wordsIn(text));
  return lines.length > 0
    ? lines
    : [{ sign: '+', text: 'another picture; --check graph.json can say what is different in the map' }];
}

function wordsIn(picture: string): readonly string[] {
  const about = /<desc id="map-about">(.*?)<\/desc>/s.exec(picture)?.[1];
  if (about !== undefined) return about.split(/(?<=\.) /);
  const data = parsed(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(picture)?.[1] ?? '');
  return typeof data === 'string' ? [] : [data.value, ...listIn(data.value, 'views')].flatMap(sayings);
}

function parsed(text: string): { readonly value: unknown } | string {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && ('services' in value || 'nodes' in value || 'views' in value)
      ? { value }
      : 'It is JSON, and no map of msvc graph.';
  } catch (error) {
    return error instanceof Error ? oneLine(error.message) : 'It is no JSON.';
  }
}

function setDifference(before: readonly string[], after: readonly string[]): readonly DifferenceLine[] {
  const [old, now] = [new Set(before), new Set(after)];
  return [
    ...[...old].filter((text) => !now.has(text)).map((text): DifferenceLine => ({ sign: '-', text })),
    ...[...now].filter((text) => !old.has(text)).map((text): DifferenceLine => ({ sign: '+', text })),
  ];
}

type Json = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listIn = (value: unknown, key: string): readonly Json[] => {
  const list = isRecord(value) ? value[key] : undefined;
  return Array.isArray(list) ? list.filter(isRecord) : [];
};
const textsIn = (value: Json, key: string): string => {
  const list = value[key];
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string').join(', ') : '';
};
const word = (value: Json, key: string): string => {
  const one = value[key];
  return typeof one === 'string' || typeof one === 'number' ? String(one) : '';
};

const arrows: Readonly<Record<string, string>> = { sync: '─▶', async: '··▶', import: '⊳' };

/** A map as sentences, without the places. */
function sayings(map: unknown): readonly string[] {
  return [
    ...listIn(map, 'services').map(
      (one) =>
        `${word(one, 'kind')} ${word(one, 'name')}  context ${word(one, 'context')}, ${word(one, 'path') || '.'}`,
    ),
    ...listIn(map, 'stores').map(
      (one) => `store ${word(one, 'id')}  ${word(one, 'role')}, used by ${textsIn(one, 'usedBy')}`,
    ),
    ...listIn(map, 'channels').map(
      (one) =>
        `channel ${word(one, 'id')}  from ${textsIn(one, 'publishedBy') || 'nobody'} to ${textsIn(one, 'consumedBy') || 'nobody'}`,
    ),
    ...listIn(map, 'edges').map((one) =>
      `${word(one, 'from')} ${arrows[word(one, 'kind')] ?? '─▶'} ${word(one, 'to')}  ${word(one, 'protocol')} ${word(one, 'operation')}`.trimEnd(),
    ),
    ...listIn(map, 'chains').map(
      (one) => `chain of ${word(one, 'hops')}: ${textsIn(one, 'path').replaceAll(', ', ' → ')}`,
    ),
    ...listIn(map, 'nodes').map((one) =>
      `${word(one, 'kind')} ${word(one, 'name')}  ${textsIn(one, 'more')} ${listIn(one, 'offers')
        .map((offer) => word(offer, 'name'))
        .join(', ')}`.trimEnd(),
    ),
    ...listIn(map, 'lines').map((one) =>
      `${word(one, 'id')}  ${listIn(one, 'operations')
        .map((each) => `${word(each, 'protocol')} ${word(each, 'name')}`)
        .join(', ')}`.trimEnd(),
    ),
    ...listIn(map, 'unresolved').map((one) => `not resolved: ${word(one, 'service')}  ${word(one, 'what')}`),
  ].map(oneLine);
}

const mostShown = 60;

/** The difference for people. */
export function renderDifference(lines: readonly DifferenceLine[], file: string, style: Style): string {
  const paint = paintOf(style);
  const rows = lines.slice(0, mostShown).map(({ sign, text }) => {
    const row = `   ${sign === '+' ? '+' : '−'} ${clipped(oneLine(text), style.columns - 6)}`;
    return sign === '+' ? paint.green(row) : paint.red(row);
  });
  return `${[
    ` ${paint.red('✖')} ${oneLine(file)} is not what the code says: ${counted(lines.length, 'difference')}   ${paint.dim('− the file  + the code')}`,
    ...rows,
    ...(lines.length > mostShown ? [`   and ${lines.length - mostShown} more`] : []),
    ` msvc graph --check ${oneLine(file)} --update writes what the code says.`,
  ].join('\n')}\n`;
}
