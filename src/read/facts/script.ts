import type { Unreadable } from '../../model/fact.ts';

const script = /\.[cm]?[jt]sx?$/;
const depthLimit = 1500;
const longLine = 5000;

/** Scripts whose lines nobody could read were made by a machine from others. */
export const isMinified = (path: string, text: string): boolean =>
  /\.[cm]?jsx?$/.test(path) && text.length > 4000 && text.length / (text.split('\n').length + 1) > 300;

/** What would exhaust a parser's stack or patience, and take the whole process with it: said instead of parsed. */
export function unparsable(path: string, text: string): Unreadable | undefined {
  if (!script.test(path)) return undefined;
  let depth = 0;
  let line = 1;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 40 || code === 91 || code === 123) depth += 1;
    else if ((code === 41 || code === 93 || code === 125) && depth > 0) depth -= 1;
    else if (code === 10) {
      if (at - start > longLine && isKnotted(text.slice(start, at))) return tooDeep(line);
      line += 1;
      start = at + 1;
    }
    if (depth > depthLimit) return tooDeep(line);
  }
  return text.length - start > longLine && isKnotted(text.slice(start)) ? tooDeep(line) : undefined;
}

const tooDeep = (line: number): Unreadable => ({ why: 'The code nests too deep to be parsed.', at: [line, 1] });

/** One line with thousands of operators that nest without brackets: arrows, conditions, type arguments, assignments. */
function isKnotted(line: string): boolean {
  const bare = line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`$]*`/g, '');
  return (bare.match(/=>|[<?=]|\bnew\b/g) ?? []).length > depthLimit;
}
