import type { UniqueKey } from '../fact/data.ts';
import { afterConditions, tableNameAt, textOfName } from './names.ts';
import { statementsOf, tokensOf, type Token } from './tokens.ts';

/** The unique and primary keys that a text of SQL creates. */
export const uniqueKeysOf = (sql: string): readonly UniqueKey[] =>
  statementsOf(tokensOf(sql)).flatMap((statement) => uniqueKeysOfStatement(statement));

export function uniqueKeysOfStatement(tokens: readonly Token[]): readonly UniqueKey[] {
  const at = (word: string, from = 0) => tokens.findIndex((token, index) => index >= from && token.upper === word);
  const start = tokens[0]?.upper;
  const body = tokens.find((token) => token.kind === 'string' && token.upper === '$$');
  if (body) return uniqueKeysOf(body.text);
  if (start === 'CREATE' && tokens[1]?.upper === 'UNIQUE') return ofIndex(tokens, at('ON'));
  const table = at('TABLE');
  if (table < 0 || table > 6) return [];
  const name = tableNameAt(tokens, afterConditions(tokens, table + 1));
  if (!name) return [];
  if (start === 'CREATE') return ofColumns(tokens, name.next).map((columns) => ({ table: name.table, columns }));
  return start === 'ALTER'
    ? constraintsIn(tokens.slice(name.next)).map((columns) => ({ table: name.table, columns }))
    : [];
}

function ofIndex(tokens: readonly Token[], on: number): readonly UniqueKey[] {
  const name = on < 0 ? undefined : tableNameAt(tokens, on + 1);
  if (!name) return [];
  const open = tokens.findIndex((token, index) => index >= name.next && token.text === '(');
  if (tokens.some((token, index) => index > open && token.upper === 'WHERE')) return []; // unique among some rows only
  const columns = columnsAt(tokens, open);
  return columns ? [{ table: name.table, columns }] : [];
}

/** The definitions between the parentheses of CREATE TABLE. */
function ofColumns(tokens: readonly Token[], start: number): readonly (readonly string[])[] {
  if (tokens[start]?.text !== '(') return [];
  return definitionsIn(tokens, start).flatMap((definition) => {
    const first = definition[0];
    const isConstraint =
      first?.kind === 'word' && /^(?:CONSTRAINT|PRIMARY|UNIQUE|KEY|INDEX|FOREIGN|CHECK|EXCLUDE)$/.test(first.upper);
    if (isConstraint) return constraintsIn(definition);
    const isKey = definition.some(
      (token, index) =>
        token.upper === 'UNIQUE' || (token.upper === 'PRIMARY' && definition[index + 1]?.upper === 'KEY'),
    );
    return first && isKey ? [[textOfName(first)]] : [];
  });
}

function definitionsIn(tokens: readonly Token[], open: number): readonly (readonly Token[])[] {
  const definitions: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(open + 1)) {
    if (token.text === '(' && token.kind === 'symbol') depth += 1;
    if (token.text === ')' && token.kind === 'symbol') depth -= 1;
    if (depth < 0) break;
    if (depth === 0 && token.text === ',' && token.kind === 'symbol') definitions.push([]);
    else definitions.at(-1)?.push(token);
  }
  return definitions;
}

/** `PRIMARY KEY (a, b)` and `UNIQUE [KEY name] (a, b)`, several behind one ALTER TABLE. */
const constraintsIn = (tokens: readonly Token[]): readonly (readonly string[])[] =>
  tokens.flatMap((token, index) => {
    const isPrimary = token.upper === 'PRIMARY' && tokens[index + 1]?.upper === 'KEY';
    if (!isPrimary && token.upper !== 'UNIQUE') return [];
    const open = tokens.findIndex((other, at) => at > index && other.text === '(');
    const columns = open < 0 || open - index > 4 ? undefined : columnsAt(tokens, open);
    return columns ? [columns] : [];
  });

/** The columns of `(a, b DESC)`; undefined where an expression stands among them. */
function columnsAt(tokens: readonly Token[], open: number): readonly string[] | undefined {
  const columns = definitionsIn(tokens, open).map((words) => {
    const [first] = words;
    const isPlain = words.every(
      (word) => word.text !== '(' || /^\d+$/.test(words[words.indexOf(word) + 1]?.text ?? ''),
    );
    return first && isPlain && (first.kind === 'word' || first.kind === 'quoted') ? textOfName(first) : undefined;
  });
  const named = columns.filter((column) => column !== undefined);
  return open >= 0 && named.length === columns.length && named.length > 0 ? named : undefined;
}
