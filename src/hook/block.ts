/**
 * Our lines in somebody else's file, between two marks. What was added can so be taken out again to the letter,
 * even after its surroundings were edited.
 */
const open = '# >>> msvc (added by `msvc hook install`)';
/** Stands in the first mark when the line before had no end and we gave it one. */
const joined = `${open} after a line without end`;
const close = '# <<< msvc';

export const hasBlock = (text: string): boolean => spanOf(text) !== undefined;

/** Puts lines at an offset that begins a line, or at the end of the text. */
export function insertBlock(text: string, offset: number, lines: readonly string[], indent = ''): string {
  const before = text.slice(0, offset);
  const cut = before !== '' && !before.endsWith('\n');
  const all = [cut ? joined : open, ...lines, close].map((line) => `${indent}${line}\n`).join('');
  return `${before}${cut ? '\n' : ''}${all}${text.slice(offset)}`;
}

/** The text as it would be had nothing been added. */
export function removeBlock(text: string): string {
  const span = spanOf(text);
  if (!span) return text;
  const before = text.slice(0, span.start);
  return `${span.joined ? before.replace(/\n$/, '') : before}${text.slice(span.end)}`;
}

function spanOf(text: string): { start: number; end: number; joined: boolean } | undefined {
  const from = text.indexOf(open);
  const to = text.indexOf(close, from);
  if (from < 0 || to < 0) return undefined;
  const start = text.lastIndexOf('\n', from) + 1;
  const lineEnd = text.indexOf('\n', to);
  return { start, end: lineEnd < 0 ? text.length : lineEnd + 1, joined: text.startsWith(joined, from) };
}
