import type { Unreadable } from '../../model/fact.ts';
import { tooDeepAt } from './brackets.ts';
import { mostIn } from './ceilings.ts';

/**
 * What oxc's parser stands in a thread of 4 MB, with room to spare: it ends the process by 1,900 brackets of the worst mix,
 * 5,000 arrows, 3,000 type arguments, which also cost it quadratic time, or 25,000 operators.
 */
const MOST_BRACKETS = 700;
const MOST_KNOTS = 2_500;
const MOST_ANGLES = 600;
const MOST_OPERATORS = 5_000;
/** Its memory grows with the square of these, and ends the process too: by 4,000 imports or 20,000 marks of no meaning. */
const MOST_IMPORTS = 2_500;
const MOST_STRANGE = 5_000;
/** The least text that can hold as many. */
const SHORTEST = MOST_BRACKETS;

/** Scripts whose lines nobody could read were made by a machine from others. */
export const isMinified = (path: string, text: string): boolean =>
  /\.[cm]?jsx?$/.test(path) && text.length > 4000 && text.length / (text.split('\n').length + 1) > 300;

type Excess = { readonly offset: number; readonly why: string };
const deep = (offset: number): Excess => ({ offset, why: 'The code nests too deep to be parsed.' });

/** What would exhaust the parser's stack, memory or patience, and take the whole process with it: said instead of parsed. */
export const unparsable = (text: string): Unreadable | undefined => {
  const excess =
    text.length < SHORTEST ? undefined : ((mayExceed(text) ? tooMuch(text) : undefined) ?? tooLongLine(text));
  return excess && { why: excess.why, at: [text.slice(0, excess.offset).split('\n').length, 1] };
};

/** Whether any of it can be too much: most texts hold so little altogether that their tokens need not be told apart. */
const mayExceed = (text: string): boolean => {
  const most = mostIn(text);
  return (
    most.opening > MOST_BRACKETS ||
    most.nesting > MOST_KNOTS ||
    most.angles > MOST_ANGLES ||
    most.operating > Math.min(MOST_OPERATORS, MOST_IMPORTS) ||
    most.strange > MOST_STRANGE
  );
};

const tooMuch = (text: string): Excess | undefined => tooManyBrackets(text) ?? tooManyKnots(text);

const LONG_LINE = 20_000;
/** Every mistake is handed over with the line it stands in: so many marks times so long a line is memory that there may not be. */
const MOST_MARKED = 500_000_000;

const tooLongLine = (text: string): Excess | undefined => {
  if (text.length <= LONG_LINE) return undefined;
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start) < 0 ? text.length : text.indexOf('\n', start);
    if (end - start > LONG_LINE) {
      const line = text.slice(start, end).replace(/"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|`[^`\\]*`/g, '');
      const marks = line.match(/[^\w\s]/g)?.length ?? 0;
      if (marks * (end - start) > MOST_MARKED) return { offset: start, why: 'The line is too long to be parsed.' };
    }
    start = end + 1;
  }
  return undefined;
};

const tooManyBrackets = (text: string): Excess | undefined => {
  const at = tooDeepAt(text, MOST_BRACKETS);
  return at === undefined ? undefined : deep(at);
};

/** Comments and texts first, so that what stands in them does not count; a quote without its fellow on the line begins none. */
const TOKEN =
  /\/\/[^\n]*|\/\*(?:[^]*?\*\/|[^]*$)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`$\\]*`|=>|[=!]==?|[<>]=|\?[.?:]|<\/|\/>|\*\*|[-+*/%&|^!~@:]|[?=<>;,}]|:(?=\s*\n)|\b(?:new|if|else|for|while|keyof|const|let|var|function|class|return|import|export|case|type|interface|enum|typeof|void|delete|await|yield|in|instanceof)\b|[^\t-\r -~]|\\/g;
const STARTS = /^(?:[;,}]|const|let|var|function|class|return|import|export|case|type|interface|enum)$/;
const NESTS = /^(?:=>|\*\*|[?=:]|new|if|else|for|while|keyof)$/;
const OPERATES = /^(?:[-+*/%&|^!~@:]|[=!]==?|typeof|void|delete|await|yield|in|instanceof)$/;
const STRANGE = /^(?:[^\p{ID_Continue}\t-\r -[\]-~])$/u;

/** What nests without brackets, over however many lines: arrows, conditions, assignments, elements, type arguments. */
const tooManyKnots = (text: string): Excess | undefined => {
  if (text.length < MOST_KNOTS) return undefined;
  const count = { knots: 0, angles: 0, operators: 0, imports: 0, strange: 0 };
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    tally(count, token);
    if (count.knots > MOST_KNOTS || count.angles > MOST_ANGLES || count.operators > MOST_OPERATORS) return deep(index);
    if (count.imports > MOST_IMPORTS) return { offset: index, why: 'The file holds more than 2,500 imports.' };
    if (count.strange > MOST_STRANGE) return { offset: index, why: 'The file holds bytes that are no code.' };
  }
  return undefined;
};

type Count = { knots: number; angles: number; operators: number; imports: number; strange: number };

const tally = (count: Count, token: string): void => {
  if (STARTS.test(token)) {
    count.knots = 0;
    count.operators = 0;
    if (token !== ',') count.angles = 0;
    if (token === 'import') count.imports += 1;
  } else if (token === '<') {
    count.angles += 1;
    count.knots += 1;
  } else if (token === '>') count.angles = Math.max(0, count.angles - 1);
  else if (token === '</' || token === '/>') {
    count.knots = Math.max(0, count.knots - 1);
    if (token === '/>') count.angles = Math.max(0, count.angles - 1);
    else count.angles += 1;
  } else if (NESTS.test(token)) count.knots += 1;
  else if (OPERATES.test(token)) count.operators += 1;
  else if (token.length === 1 && STRANGE.test(token)) count.strange += 1;
};
