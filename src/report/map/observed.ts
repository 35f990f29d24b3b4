import type { Observed, View, ViewLine } from '../../graph/types.ts';
import { clipped, counted, oneLine, padded, widthOf, wrapped } from '../text/lines.ts';
import { paintOf } from '../text/paint.ts';
import type { Style } from '../types.ts';
import { lineSigns } from './changes.ts';
import { milliseconds, nameOf } from './parts.ts';

/** What traces say of the map: what was seen, what the map does not know, what never happened. */
export function renderObserved(view: View, file: string, style: Style): string {
  const paint = paintOf(style);
  const names = new Map(view.nodes.map((node) => [node.id, nameOf(node)]));
  const of = (state: Observed['state']): readonly ViewLine[] =>
    view.lines
      .filter(({ observed }) => observed?.state === state)
      .toSorted((a, b) => (b.observed?.count ?? 0) - (a.observed?.count ?? 0));
  const [seen, unknown, unseen] = [of('seen'), of('unknown'), of('unseen')];
  const words = (line: ViewLine): string =>
    `${names.get(line.from) ?? line.from} ${lineSigns[line.kind] ?? '─▶'} ${names.get(line.to) ?? line.to}`;
  const width = Math.min(style.columns - 44, Math.max(0, ...[...seen, ...unknown].map((line) => widthOf(words(line)))));
  const rows = (lines: readonly ViewLine[]): readonly string[] =>
    lines.map(
      (line) =>
        `   ${padded(clipped(words(line), Math.max(16, width)), Math.max(16, width))}  ${statsText(line.observed)}`,
    );
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length > 0 ? ['', ` ${title}`, ...lines] : [];
  const never = wrapped(unseen.map((line) => words(line).replaceAll(' ', '\u00a0')).join('   '), style.columns - 4).map(
    (line) => `   ${line.replaceAll('\u00a0', ' ').trim()}`,
  );
  return `${[
    ` ${oneLine(view.name)} and ${oneLine(file)}: ${counted(seen.length, 'line')} seen, ${unknown.length} not on the map, ${unseen.length} never seen`,
    ...section(paint.green('seen and known'), rows(seen)),
    ...section(paint.yellow('seen, and not on the map: its blind spots'), rows(unknown)),
    ...section(paint.dim('known, and never seen: dead, rare, or not recorded'), unseen.length > 0 ? never : []),
    ...section(
      '',
      view.notes.flatMap((note) => wrapped(oneLine(note), style.columns - 4).map((line) => ` ${line}`)),
    ).slice(1),
  ].join('\n')}\n`;
}

const statsText = (observed: Observed | undefined): string =>
  observed
    ? [
        `${padded(`${observed.count}×`, 6)}`,
        padded(observed.p50 === undefined ? '' : `p50 ${milliseconds(observed.p50)}`, 12),
        padded(observed.p99 === undefined ? '' : `p99 ${milliseconds(observed.p99)}`, 12),
        ...(observed.failed > 0 ? [`${observed.failed} failed`] : []),
      ]
        .join(' ')
        .trimEnd()
    : '';
