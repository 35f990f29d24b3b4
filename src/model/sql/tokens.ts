/** A piece of SQL. `quoted` is an identifier in quotes; `at` its offset in the text. */
export type Token = {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol';
  readonly text: string;
  /** Upper case for words, so that keywords compare. */
  readonly upper: string;
  readonly at: number;
  /** A quote that is never closed. */
  readonly open?: true;
};

const pattern =
  /(--[^\n]*|#(?![>-])[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(\$(?:[A-Za-z_]\w*)?\$)|'((?:[^'\\]|''|\\[\s\S])*)(?:'|$)|"((?:[^"]|"")*)(?:"|$)|`((?:[^`]|``)*)(?:`|$)|\[([A-Za-z_][\w $]*)\]|([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(\d+(?:\.\d+)?)|(\S)/g;

/** Splits SQL of any dialect into tokens, comments dropped. Never throws; what makes no sense is a symbol. */
export function tokensOf(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  const scanner = new RegExp(pattern);
  for (let match = scanner.exec(sql); match; match = scanner.exec(sql)) {
    const at = match.index;
    if (match[1] !== undefined) continue;
    if (match[2] === undefined) {
      tokens.push(tokenOf(match, at));
      continue;
    }
    const start = at + match[2].length;
    const end = sql.indexOf(match[2], start);
    const text = sql.slice(start, end < 0 ? sql.length : end);
    tokens.push({ kind: 'string', text, upper: '$$', at, ...(end < 0 ? { open: true } : {}) });
    scanner.lastIndex = end < 0 ? sql.length : end + match[2].length;
  }
  return tokens;
}

function tokenOf(match: RegExpExecArray, at: number): Token {
  const [, , , text, double, tick, bracket, word, number, symbol] = match;
  if (word !== undefined) return { kind: 'word', text: word, upper: word.toUpperCase(), at };
  const quoted = text ?? double ?? tick ?? bracket;
  if (quoted !== undefined) {
    const isOpen = bracket === undefined && match[0].length < quoted.length + 2;
    return {
      kind: text === undefined ? 'quoted' : 'string',
      text: quoted,
      upper: '',
      at,
      ...(isOpen ? { open: true } : {}),
    };
  }
  if (number !== undefined) return { kind: 'number', text: number, upper: number, at };
  return { kind: 'symbol', text: symbol ?? '', upper: symbol ?? '', at };
}

/** The statements of a text, without their semicolons. */
export function statementsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const statements: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'symbol' && token.text === ';') statements.push([]);
    else if (token.upper === 'GO' && token.kind === 'word') statements.push([]);
    else statements.at(-1)?.push(token);
  }
  return statements.filter((statement) => statement.length > 0);
}
