/** Tests one segment of a path, as the bytes that Git compares. */
type Segment = (name: string) => boolean;
type Token = ((character: string) => boolean) | 'star';

/**
 * A glob of .gitignore as a test of a path's segments: `*`, `?`, `[…]`, `**`. Takes time linear in glob times path,
 * whatever the stars. Undefined where the glob can match nothing: a bracket or an escape that is not finished.
 */
export function globTestOf(glob: string): ((segments: readonly string[]) => boolean) | undefined {
  const parts = glob.split('/').map((part) => (part === '**' ? part : segmentOf(part)));
  const tests = parts.filter((part) => part !== undefined);
  if (tests.length < parts.length) return undefined;
  // A trailing `**` matches what lies inside, a folder itself not.
  const last = tests.at(-1) === '**' ? [...tests.slice(0, -1), '**' as const, () => true] : tests;
  return (segments) =>
    matches(
      last,
      segments,
      (test) => test === '**',
      (test, segment) => test !== '**' && test(segment),
    );
}

/** UTF-8 as one character a byte, so that `?` is one of them, as it is to Git. */
export const bytesOf = (text: string): string =>
  /[^\0-\x7f]/.test(text) ? Buffer.from(text).toString('latin1') : text;

function segmentOf(glob: string): Segment | undefined {
  if (!/[*?[\\]/.test(glob)) return (name) => name === glob;
  const tail = /^\*+([^*?[\\]*)$/.exec(glob)?.[1];
  if (tail !== undefined) return (name) => name.endsWith(tail);
  const tokens = tokensOf(glob);
  return (
    tokens &&
    ((name) =>
      matches(
        tokens,
        name,
        (token) => token === 'star',
        (token, character) => token !== 'star' && token(character),
      ))
  );
}

function tokensOf(glob: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < glob.length; at += 1) {
    const character = glob[at] ?? '';
    if (character === '*') {
      if (tokens.at(-1) !== 'star') tokens.push('star');
    } else if (character === '?') tokens.push(() => true);
    else if (character === '[') {
      const set = setAt(glob, at);
      if (!set) return undefined;
      tokens.push(set.has);
      at = set.end;
    } else {
      const wanted = character === '\\' ? glob[(at += 1)] : character;
      if (wanted === undefined) return undefined;
      tokens.push((other) => other === wanted);
    }
  }
  return tokens;
}

const classes: Readonly<Record<string, RegExp>> = {
  alnum: /[a-z\d]/i,
  alpha: /[a-z]/i,
  blank: /[ \t]/,
  cntrl: /[^ -~\x80-\xff]/,
  digit: /\d/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t-\r]/,
  upper: /[A-Z]/,
  xdigit: /[\da-f]/i,
};

/** `[a-c]`, `[!a]`, `[]a]`, `[[:alpha:]]`; a bracket that opens a set and is first in it stands for itself. */
function setAt(
  glob: string,
  start: number,
): { readonly end: number; readonly has: (character: string) => boolean } | undefined {
  let at = start + 1;
  const isNegated = glob[at] === '!' || glob[at] === '^';
  if (isNegated) at += 1;
  const tests: ((character: string) => boolean)[] = [];
  const take = (): string | undefined => (glob[at] === '\\' ? glob[(at += 1)] : glob[at]);
  for (let isFirst = true; isFirst || glob[at] !== ']'; isFirst = false, at += 1) {
    const [whole, name] = /^\[:(\w*):\]/.exec(glob.slice(at)) ?? [];
    const named = name === undefined ? undefined : classes[name];
    if (whole !== undefined && named) {
      tests.push((character) => named.test(character));
      at += whole.length - 1;
      continue;
    }
    const from = take();
    if (from === undefined) return undefined;
    let to: string | undefined = from;
    if (glob[at + 1] === '-' && glob[at + 2] !== undefined && glob[at + 2] !== ']') {
      at += 2;
      to = take();
    }
    if (to === undefined) return undefined;
    const end = to;
    tests.push((character) => character >= from && character <= end);
  }
  return { end: at, has: (character) => tests.some((test) => test(character)) !== isNegated };
}

/** Stars take as little as they can; where what follows fails, the last star takes one more. */
function matches<P, E>(
  pattern: readonly P[],
  elements: ArrayLike<E>,
  isStar: (part: P) => boolean,
  fits: (part: P, element: E) => boolean,
): boolean {
  let at = 0;
  let part = 0;
  let star = -1;
  let resume = 0;
  while (at < elements.length) {
    const wanted = pattern[part];
    const element = elements[at];
    if (wanted !== undefined && isStar(wanted)) {
      star = part;
      part += 1;
      resume = at;
    } else if (wanted !== undefined && element !== undefined && fits(wanted, element)) {
      at += 1;
      part += 1;
    } else if (star >= 0) {
      resume += 1;
      at = resume;
      part = star + 1;
    } else return false;
  }
  return pattern.slice(part).every(isStar);
}
