import { labelOf, type Place } from '../../model/evidence.ts';

const controls = /[\p{Cc}\p{Bidi_C}]/gu;

/** One line that a terminal shows as it is: no escapes, no line breaks, no marks that turn the direction. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').replace(controls, '').trim();

/** Columns that a text takes; escapes must be added after measuring. */
export const widthOf = (text: string): number => [...text].length;

export const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Shortened with an ellipsis to `width` columns. */
export const clipped = (text: string, width: number): string =>
  widthOf(text) <= width ? text : `${[...text].slice(0, Math.max(0, width - 1)).join('')}…`;

/** Broken at spaces into lines of at most `width` columns; a longer word stands alone. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}

/** A place as it can be clicked, whatever the file calls itself. */
export const placeOf = (place: Place): string => oneLine(labelOf(place));

/** `1 error`, `2 errors`. */
export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
