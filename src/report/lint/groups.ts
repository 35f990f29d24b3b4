import type { Finding } from '../../model/finding.ts';
import { findingLines } from '../text/finding.ts';
import type { Frames } from '../text/frame.ts';
import { clipped, counted, oneLine, padded, placeOf, widthOf } from '../text/lines.ts';
import { paintOf } from '../text/paint.ts';
import type { Style } from '../types.ts';

/** How many findings of one rule are shown whole, and how many more in a line each. */
const shownWhole = { error: 3, warning: 1, info: 1 } as const;
const shownShort = 4;

/** Findings in the order given; where one rule has many of a severity, the first whole, some short, the rest counted. */
export function groupedLines(findings: readonly Finding[], style: Style, frames: Frames): string[] {
  const groups = Map.groupBy(findings, ({ rule, severity }) => `${severity} ${rule}`);
  return [...groups.values()].flatMap((group) => groupLines(group, style, frames));
}

function groupLines(group: readonly Finding[], style: Style, frames: Frames): string[] {
  const most = shownWhole[group[0]?.severity ?? 'info'];
  // A list of one more is no shorter than the finding.
  const whole = group.length <= most + 1 ? group : group.slice(0, most);
  const others = group.slice(whole.length);
  return [
    ...whole.flatMap((finding) => [...findingLines(finding, style, frames), '']),
    ...(others.length ? [...repeatLines(others, style), ''] : []),
  ];
}

function repeatLines(others: readonly Finding[], style: Style): string[] {
  const paint = paintOf(style);
  const shown = others.length <= shownShort + 1 ? others : others.slice(0, shownShort);
  const left = others.slice(shown.length);
  const more = left.length ? [`     ${paint.dim(clipped(moreWords(left), style.columns - 6))}`] : [];
  return [
    `   ${counted(others.length, 'more finding')} of ${others[0]?.rule ?? ''}:`,
    ...shortLines(shown, style),
    ...more,
  ];
}

/** A finding's digits, its place, and the sentence; where that does not fit, the services that it is about. */
function shortLines(findings: readonly Finding[], style: Style): string[] {
  const paint = paintOf(style);
  const width = Math.max(...findings.map(({ at }) => widthOf(placeOf(at))));
  const room = style.columns - width - 17;
  return findings.map((finding) => {
    const place = placeOf(finding.at);
    const words = wordsIn(finding, room);
    const lead = `     ${paint.dim(finding.fingerprint.slice(0, 6))}  ${paint.cyan(words ? padded(place, width) : place)}`;
    return words ? `${lead}  ${words}` : lead;
  });
}

function wordsIn({ message, services }: Finding, room: number): string {
  const [sentence, names] = [oneLine(message), services.map(oneLine).join(', ')];
  if (widthOf(sentence) <= room) return sentence;
  if (names !== '' && widthOf(names) <= room) return names;
  return room >= 20 ? clipped(sentence, room) : '';
}

/** `and 18 more in billing (7), catalog (6) and 3 others (--show all)` */
function moreWords(left: readonly Finding[]): string {
  const counts = new Map<string, number>();
  for (const name of left.flatMap(({ services }) => services.slice(0, 1)))
    counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const words = names.slice(0, 3).map(([name, count]) => (count > 1 ? `${oneLine(name)} (${count})` : oneLine(name)));
  const others = names.length - words.length;
  const where = [words.join(', '), ...(others > 0 ? [`${counted(others, 'other service')}`] : [])].join(' and ');
  return `and ${left.length} more${words.length ? ` in ${where}` : ''}: --show all`;
}
