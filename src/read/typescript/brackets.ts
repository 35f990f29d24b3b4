/** A template literal or the code in one of its `${}`: `floor` brackets were open where it began, its own included. */
type Frame = { readonly isText: boolean; readonly floor: number };

const OPENS = /[([{]/;
const CLOSES = /[)\]}]/;

/**
 * Where more than `most` brackets stand inside each other; those in comments and texts do not count. A quote in a regular
 * expression is taken for one that opens a text: that may hide every second bracket, and no more.
 */
export function tooDeepAt(text: string, most: number): number | undefined {
  const frames: Frame[] = [{ isText: false, floor: 0 }];
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const { isText, floor } = frames.at(-1) ?? { isText: false, floor: 0 };
    if (OPENS.test(character)) depth += 1;
    else if (CLOSES.test(character) && depth > floor) depth -= 1;
    else if (character === '}' && frames.length > 1 && !isText) depth = (frames.pop()?.floor ?? 1) - 1;
    else if (character === '`' && isText) depth = frames.pop()?.floor ?? 0;
    else if (character === '`') frames.push({ isText: true, floor: depth });
    else if (character === '$' && isText && text[at + 1] === '{') {
      depth += 1;
      frames.push({ isText: false, floor: depth });
      at += 1;
    } else at = (isText ? escapeEnd(character, at) : skippedTo(text, at)) ?? at;
    if (depth > most) return at;
  }
  return undefined;
}

const escapeEnd = (character: string, at: number): number | undefined => (character === '\\' ? at + 1 : undefined);

/** A quote without its fellow on the line is no text: it may stand between elements, as in `don't`. */
const SKIPPED = /\/\/[^\n]*|\/\*(?:[^]*?\*\/|[^]*$)|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/y;

/** The last character of the comment or text that begins here. */
function skippedTo(text: string, at: number): number | undefined {
  const character = text[at];
  if (character !== '/' && character !== '"' && character !== "'") return undefined;
  SKIPPED.lastIndex = at;
  const [skipped] = SKIPPED.exec(text) ?? [];
  return skipped === undefined ? undefined : at + skipped.length - 1;
}
