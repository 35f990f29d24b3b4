import type { Place } from '../../model/evidence.ts';
import type { Note } from '../../model/rule.ts';
import type { Frame, Style } from '../types.ts';
import { clipped, oneLine } from './lines.ts';
import { paintOf } from './paint.ts';

export type Frames = ReadonlyMap<string, Frame>;

/** The frame around a place, where its file could be quoted. */
export const frameAt = (frames: Frames, place: Place): Frame | undefined => frames.get(`${place.file}:${place.line}`);

/** ` 27 │ const answer = await this.http.post(…)`: the line of a place, unless its note says the same. */
export function quoteLines(frames: Frames, step: Note, indent: number, style: Style): string[] {
  const frame = frameAt(frames, step);
  const text = oneLine(frame?.lines[step.line - frame.first] ?? '');
  if (!/\w/.test(text) || saysTheSame(step.note, text)) return [];
  const lead = `${' '.repeat(indent)}${step.line} │ `;
  return [paintOf(style).dim(clipped(lead + text, style.columns))];
}

/** Several lines with their numbers, the one of the place marked. */
export function frameLines(frames: Frames, place: Place, style: Style): string[] {
  const frame = frameAt(frames, place);
  if (!frame) return [];
  const paint = paintOf(style);
  const width = String(frame.first + frame.lines.length - 1).length;
  const shallowest = Math.min(...frame.lines.filter((line) => line.trim()).map((line) => line.search(/\S/)), 80);
  return frame.lines.map((line, index) => {
    const number = frame.first + index;
    const isOwn = number === place.line;
    const text = clipped(visible(line.slice(shallowest)), style.columns - width - 8);
    const lead = `   ${isOwn ? paint.red('›') : ' '} ${paint.dim(`${String(number).padStart(width)} │`)}`;
    return `${lead} ${isOwn ? text : paint.dim(text)}`.trimEnd();
  });
}

/** A line with its indentation, and nothing that a terminal obeys. */
function visible(line: string): string {
  const indentation = /^[ \t]*/.exec(line)?.[0].replaceAll('\t', '  ') ?? '';
  return indentation + oneLine(line);
}

const saysTheSame = (note: string | undefined, text: string): boolean => {
  const words = note === undefined ? '' : oneLine(note);
  return words.length > 11 && text.toLowerCase().includes(words.toLowerCase().replace(/…$/, ''));
};
