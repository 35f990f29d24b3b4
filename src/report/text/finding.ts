import type { Finding } from '../../model/finding.ts';
import type { Note } from '../../model/rule.ts';
import type { Style } from '../types.ts';
import { type Frames, quoteLines } from './frame.ts';
import { clipped, oneLine, padded, placeOf, widthOf, wrapped } from './lines.ts';
import { markOf, type Paint, paintOf } from './paint.ts';
import { stepsOf } from './steps.ts';

const shownPlaces = 8;

/** One finding: the sentence, the facts, the places that prove it, what to do. */
export function findingLines(finding: Finding, style: Style, frames: Frames): string[] {
  const paint = paintOf(style);
  return [
    ...headline(finding, style, paint),
    ...(finding.detail ? wrapped(oneLine(finding.detail), style.columns - 4).map((line) => `   ${line}`) : []),
    ...placeLines(finding, style, frames),
    ...remedyLines(finding.remedy, style),
  ];
}

/** What to do, behind an arrow. */
export const remedyLines = (remedy: string, style: Style): string[] =>
  wrapped(oneLine(remedy), style.columns - 6).map((line, index) => `   ${index === 0 ? '→' : ' '} ${line}`);

function headline(finding: Finding, style: Style, paint: Paint): string[] {
  const aside = `${finding.rule} ${finding.fingerprint.slice(0, 6)}`;
  const room = Math.max(16, style.columns - widthOf(aside) - 6);
  const [first = '', ...rest] = wrapped(oneLine(finding.message), room);
  return [
    ` ${markOf(finding.severity, paint)} ${paint.bold(padded(first, room))}  ${paint.dim(aside)}`,
    ...rest.map((line) => `   ${paint.bold(line)}`),
  ];
}

function placeLines(finding: Finding, style: Style, frames: Frames): string[] {
  const paint = paintOf(style);
  const steps = stepsOf(finding);
  const shown = steps.slice(0, shownPlaces);
  const left = shown.map(({ label = '', depth }) => (depth ? `${'  '.repeat(depth - 1)}└ ` : '') + oneLine(label));
  const leftWidth = Math.min(Math.max(0, ...left.map(widthOf)), Math.floor(style.columns / 2));
  const placeWidth = Math.max(...shown.map((step) => widthOf(placeOf(step))));
  const own = shown.findIndex((step) => placeOf(step) === placeOf(finding.at));
  const lines = shown.flatMap((step, index) => {
    const place = placeOf(step);
    const start = leftWidth ? `${padded(clipped(left[index] ?? '', leftWidth), leftWidth)}  ` : '';
    const room = style.columns - 7 - widthOf(start) - Math.max(placeWidth, widthOf(place));
    const note = step.note && room >= 12 ? `  ${paint.dim(clipped(oneLine(step.note), room))}` : '';
    const row = `     ${start}${paint.cyan(note ? padded(place, placeWidth) : place)}${note}`;
    return index === own ? [row, ...quoteLines(frames, noteShown(step, note), 7, style)] : [row];
  });
  const more = steps.length - shown.length;
  return more > 0 ? [...lines, `     ${paint.dim(`and ${more} more`)}`] : lines;
}

/** A note that found no room says nothing, so the quoted line may repeat it. */
const noteShown = (step: Note, note: string): Note =>
  note ? step : { file: step.file, line: step.line, column: step.column };
