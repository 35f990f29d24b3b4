import { labelOf, type Place } from '../../model/evidence.ts';

const controls = /[\p{Cc}\p{Bidi_C}]/gu;

/** One line that a terminal shows as it is: no escapes, no line breaks, no marks that turn the direction. */
export const oneLine = (text: string): string => text.toWellFormed().replace(/\s+/g, ' ').replace(controls, '').trim();

const wide =
  /[\p{Emoji_Presentation}\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/u;
const isPlain = /^[\x20-\x7e]*$/;
const widthOfSign = (sign: string): number => (/\p{Mn}/u.test(sign) ? 0 : wide.test(sign) ? 2 : 1);

/** Columns that a text takes; escapes must be added after measuring. */
export const widthOf = (text: string): number =>
  isPlain.test(text) ? text.length : [...text].reduce((sum, sign) => sum + widthOfSign(sign), 0);

export const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Shortened with an ellipsis to `width` columns. */
export function clipped(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let [kept, room] = ['', width - 1];
  for (const sign of text) {
    room -= widthOfSign(sign);
    if (room < 0) break;
    kept += sign;
  }
  return `${kept}…`;
}

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

/** `1 error`, `2 errors`, `2 addresses`, `2 policies`. */
export const counted = (count: number, word: string): string => `${count} ${count === 1 ? word : pluralOf(word)}`;

const pluralOf = (word: string): string =>
  /(?:s|x|ch|sh)$/.test(word) ? `${word}es` : /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
