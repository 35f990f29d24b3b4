import type { Unreadable } from '../../model/fact.ts';

/**
 * What oxc's parser stands in a thread of 4 MB, with room to spare: it ends the process by 1,900 brackets of the worst mix,
 * 5,000 arrows or 3,000 type arguments, which also cost it quadratic time.
 */
const MOST_BRACKETS = 700;
const MOST_KNOTS = 2_500;
const MOST_ANGLES = 600;
/** The least text that can hold as many. */
const SHORTEST = MOST_BRACKETS;

/** Scripts whose lines nobody could read were made by a machine from others. */
export const isMinified = (path: string, text: string): boolean =>
  /\.[cm]?jsx?$/.test(path) && text.length > 4000 && text.length / (text.split('\n').length + 1) > 300;

/** What would exhaust the parser's stack or patience, and take the whole process with it: said instead of parsed. */
export const unparsable = (text: string): Unreadable | undefined => {
  const offset = text.length < SHORTEST ? undefined : (tooManyBrackets(text) ?? tooManyKnots(text));
  if (offset === undefined) return undefined;
  return { why: 'The code nests too deep to be parsed.', at: [text.slice(0, offset).split('\n').length, 1] };
};

const tooManyBrackets = (text: string): number | undefined => {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 40 || code === 91 || code === 123) depth += 1;
    else if ((code === 41 || code === 93 || code === 125) && depth > 0) depth -= 1;
    if (depth > MOST_BRACKETS) return at;
  }
  return undefined;
};

/** Comments and texts first, so that what stands in them does not count. */
const TOKEN =
  /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`$\\]*`|=>|[=!]==?|[<>]=|\?[.?:]|<\/|\/>|\*\*|[?=<>;,}]|:(?=\s*\n)|\b(?:new|if|else|for|while|keyof|const|let|var|function|class|return|import|export|case|type|interface|enum)\b/g;
const STARTS = /^(?:[;,}]|const|let|var|function|class|return|import|export|case|type|interface|enum)$/;
const NESTS = /^(?:=>|\*\*|[?=:]|new|if|else|for|while|keyof)$/;

/** What nests without brackets, over however many lines: arrows, conditions, assignments, elements, type arguments. */
const tooManyKnots = (text: string): number | undefined => {
  if (text.length < MOST_KNOTS) return undefined;
  let knots = 0;
  let angles = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (STARTS.test(token)) {
      knots = 0;
      if (token !== ',') angles = 0;
    } else if (token === '<') {
      angles += 1;
      knots += 1;
    } else if (token === '>') angles = Math.max(0, angles - 1);
    else if (token === '</' || token === '/>') {
      knots = Math.max(0, knots - 1);
      if (token === '/>') angles = Math.max(0, angles - 1);
      else angles += 1;
    } else if (NESTS.test(token)) knots += 1;
    if (knots > MOST_KNOTS || angles > MOST_ANGLES) return index;
  }
  return undefined;
};
