import type { TableUse } from '../fact/data.ts';
import { afterConditions, tableNameAt, textOfName } from './names.ts';
import { statementsOf, tokensOf, type Token } from './tokens.ts';

type Verb = TableUse['verb'];
type Found = { readonly use: TableUse; readonly next: number };

/** What a text of SQL, in whatever dialect, does to which tables; each table and verb once. Never throws. */
export const tableUsesOf = (sql: string): readonly TableUse[] =>
  distinct(statementsOf(tokensOf(sql)).flatMap((statement) => usesOfStatement(statement)));

/** A longer statement is rows of data behind what is done with them. */
const MOST_TOKENS = 20_000;

/** The uses of one statement; a body in dollar quotes (a function, a DO block) counts as part of it. */
export function usesOfStatement(all: readonly Token[]): readonly TableUse[] {
  const tokens = all.length > MOST_TOKENS ? all.slice(0, MOST_TOKENS) : all;
  const local = localNamesIn(tokens);
  const uses: TableUse[] = [];
  const functions: boolean[] = [];
  let index = 0;
  while (index < tokens.length) {
    const token = tokens[index];
    if (token?.text === '(' && token.kind === 'symbol') functions.push(isFromFunction(tokens[index - 1]));
    else if (token?.text === ')' && token.kind === 'symbol') functions.pop();
    else if (token?.kind === 'string' && token.upper === '$$') uses.push(...tableUsesOf(token.text));
    const found = token?.kind === 'word' ? foundAt(tokens, index, functions.at(-1) ?? false) : [];
    uses.push(...found.map(({ use }) => use).filter(({ table, schema }) => schema !== undefined || !local.has(table)));
    index = Math.max(index + 1, found.at(-1)?.next ?? 0);
  }
  return distinct(uses);
}

/** `EXTRACT(day FROM x)`, `TRIM(both FROM x)`, `SUBSTRING(x FROM 1)`: no table follows. */
const isFromFunction = (token: Token | undefined): boolean =>
  /^(?:EXTRACT|TRIM|SUBSTRING|OVERLAY|POSITION)$/.test(token?.upper ?? '');

/** Names that a statement makes for itself: common table expressions and temporary tables. */
function localNamesIn(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set<string>();
  tokens.forEach((token, index) => {
    if (token.upper === 'AS' && tokens[index + 1]?.text === '(') addExpression(tokens, index, names);
    if (token.upper === 'AS' && /^(?:NOT|MATERIALIZED)$/.test(tokens[index + 1]?.upper ?? ''))
      addExpression(tokens, index, names);
    if (/^TEMP(?:ORARY)?$/.test(token.upper)) {
      const named = tableNameAt(tokens, afterConditions(tokens, index + 2));
      if (named) names.add(named.table);
    }
  });
  return names;
}

/** `name AS (` and `name (a, b) AS (` behind WITH or a comma. */
function addExpression(tokens: readonly Token[], as: number, names: Set<string>): void {
  if (!tokens.slice(0, as).some((token) => token.upper === 'WITH')) return;
  let index = as - 1;
  if (tokens[index]?.text === ')') while (index > 0 && tokens[index]?.text !== '(') index -= 1;
  const name = tokens[tokens[as - 1]?.text === ')' ? index - 1 : index];
  if (name && (name.kind === 'word' || name.kind === 'quoted')) names.add(textOfName(name));
}

/** The tables that the keyword at an index introduces. */
function foundAt(tokens: readonly Token[], index: number, isInFunction: boolean): readonly Found[] {
  const word = tokens[index]?.upper ?? '';
  const before = tokens[index - 1]?.upper ?? '';
  switch (word) {
    case 'FROM':
      if (isInFunction || before === 'DISTINCT' || /^(?:REVOKE)$/.test(tokens[0]?.upper ?? '')) return [];
      return listed(
        tokens,
        index + 1,
        before === 'DELETE' || (tokens[0]?.upper === 'DELETE' && isFirstFrom(tokens, index)) ? 'delete' : 'select',
      );
    case 'JOIN':
      return one(tokens, index + 1, 'select', true);
    case 'INTO':
      return /^(?:INSERT|REPLACE|MERGE|IGNORE|OVERWRITE)$/.test(before)
        ? one(tokens, index + 1, insertVerb(tokens, index))
        : [];
    case 'UPDATE':
      return /^(?:FOR|DO|ON|KEY|OR|BEFORE|AFTER|OF)$/.test(before) ? [] : one(tokens, index + 1, 'update');
    case 'TRUNCATE':
      return listed(tokens, index + 1, 'delete');
    case 'COPY':
      return index === 0 ? one(tokens, index + 1, 'insert') : [];
    case 'REFERENCES':
      return /^(?:GRANT|REVOKE)$/.test(tokens[0]?.upper ?? '') ? [] : one(tokens, index + 1, 'reference');
    case 'TABLE':
    case 'VIEW':
      return definedAt(tokens, index);
    case 'INDEX':
      return indexedAt(tokens, index);
    default:
      return [];
  }
}

const isFirstFrom = (tokens: readonly Token[], index: number): boolean =>
  tokens.findIndex((token) => token.upper === 'FROM') === index;

function insertVerb(tokens: readonly Token[], index: number): Verb {
  const first = tokens[index - 1]?.upper;
  if (first === 'MERGE' || first === 'REPLACE' || first === 'IGNORE') return 'upsert';
  if (tokens[index - 2]?.upper === 'OR') return 'upsert'; // SQLite: INSERT OR REPLACE INTO
  const isUpsert = tokens.some(
    (token, at) => token.upper === 'ON' && /^(?:CONFLICT|DUPLICATE)$/.test(tokens[at + 1]?.upper ?? ''),
  );
  return isUpsert ? 'upsert' : 'insert';
}

function one(tokens: readonly Token[], index: number, verb: Verb, mayBeFunction = false): readonly Found[] {
  const name = tableNameAt(tokens, index);
  if (!name || (mayBeFunction && tokens[name.next]?.text === '(')) return [];
  const { table, schema, next } = name;
  return [{ use: { table, ...(schema === undefined ? {} : { schema }), verb }, next }];
}

/** `FROM a x, b AS y`: every table of the list. */
function listed(tokens: readonly Token[], start: number, verb: Verb): readonly Found[] {
  const found: Found[] = [];
  let index = start;
  for (;;) {
    const [hit] = one(tokens, index, found.length > 0 && verb === 'delete' ? 'delete' : verb, true);
    if (!hit) return found;
    found.push(hit);
    index = hit.next;
    if (tokens[index]?.upper === 'AS') index += 1;
    if (tokens[index]?.kind === 'word' && tokens[index + 1]?.text === ',') index += 1;
    if (tokens[index]?.text !== ',') return found;
    index += 1;
  }
}

/** CREATE, ALTER and DROP of tables and views. */
function definedAt(tokens: readonly Token[], index: number): readonly Found[] {
  const start = tokens[0]?.upper;
  const verb = start === 'CREATE' ? 'create' : start === 'ALTER' ? 'alter' : start === 'DROP' ? 'drop' : undefined;
  if (!verb || index > 6 || tokens.slice(0, index).some((token) => token.upper === 'TRIGGER' || token.upper === 'ON'))
    return [];
  const after = afterConditions(tokens, index + 1);
  const found = verb === 'drop' ? listed(tokens, after, verb) : one(tokens, after, verb);
  return tokens[index]?.upper === 'VIEW'
    ? found.map(({ use, next }) => ({ use: { ...use, view: true }, next }))
    : found;
}

/** `CREATE UNIQUE INDEX name ON table`. */
function indexedAt(tokens: readonly Token[], index: number): readonly Found[] {
  if (tokens[0]?.upper !== 'CREATE' || index > 3) return [];
  const on = tokens.findIndex((token, at) => at > index && token.upper === 'ON');
  return on < 0 ? [] : one(tokens, on + 1, 'alter');
}

function distinct(uses: readonly TableUse[]): readonly TableUse[] {
  const seen = new Set<string>();
  return uses.filter(({ schema, table, verb }) => {
    const key = `${schema ?? ''}.${table}.${verb}`;
    return !seen.has(key) && seen.add(key);
  });
}
