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
  const steps = stepsOf(finding);
  const shown = steps.slice(0, shownPlaces);
  const table = tableOf(shown, style);
  const own = shown.findIndex((step) => placeOf(step) === placeOf(finding.at));
  const lines = shown.flatMap((step, index) => {
    const { rows, saysNote } = table ? besideLines(step, table, style) : belowLines(step, style);
    return index === own ? [...rows, ...quoteLines(frames, saysNote ? step : bare(step), 7, style)] : rows;
  });
  const more = steps.length - shown.length;
  return more > 0 ? [...lines, `     ${paintOf(style).dim(`and ${more} more`)}`] : lines;
}

const leftOf = ({ label = '', depth }: Note): string => (depth ? `${'  '.repeat(depth - 1)}└ ` : '') + oneLine(label);

type Table = { readonly left: number; readonly place: number };
type Rows = { readonly rows: string[]; readonly saysNote: boolean };

/** The columns of labels and places; undefined where both do not fit beside each other. */
function tableOf(steps: readonly Note[], { columns }: Style): Table | undefined {
  const place = Math.max(...steps.map((step) => widthOf(placeOf(step))));
  const wanted = Math.max(0, ...steps.map((step) => widthOf(leftOf(step))));
  const room = columns - 7 - place;
  if (wanted > room && room < 28) return undefined;
  return { left: Math.min(wanted, room, Math.floor(columns / 2)), place };
}

function besideLines(step: Note, table: Table, style: Style): Rows {
  const paint = paintOf(style);
  const place = placeOf(step);
  const left = leftOf(step);
  const start = left ? `${padded(clipped(left, table.left), table.left)}  ` : '';
  const room = style.columns - 7 - widthOf(start) - Math.max(table.place, widthOf(place));
  const note = noteOf(step) && room >= 12 ? `  ${paint.dim(clipped(noteOf(step), room))}` : '';
  const row = `     ${start}${paint.cyan(note ? padded(place, table.place) : place)}${note}`;
  return { rows: [row], saysNote: note !== '' };
}

/** The label with its note, and the place on a line of its own; without a label the place alone, as deep. */
function belowLines(step: Note, style: Style): Rows {
  const paint = paintOf(style);
  const left = leftOf(step);
  if (!step.label) return { rows: [`     ${left}${paint.cyan(placeOf(step))}`], saysNote: false };
  const room = style.columns - 8 - widthOf(left);
  const note = noteOf(step) && room >= 12 ? paint.dim(clipped(noteOf(step), room)) : '';
  const title = [clipped(left, style.columns - 6), note].filter(Boolean).join('  ');
  const indent = ' '.repeat(5 + 2 * Math.max(1, step.depth ?? 1));
  return { rows: [`     ${title}`, `${indent}${paint.cyan(placeOf(step))}`], saysNote: note !== '' };
}

/** What stands behind a place; nothing where the label has said it. */
const noteOf = ({ note = '', label = '' }: Note): string =>
  oneLine(label).includes(oneLine(note)) ? '' : oneLine(note);

/** A note that found no room says nothing, so the quoted line may repeat it. */
const bare = ({ file, line, column }: Note): Note => ({ file, line, column });
