import type { SqlFact } from '../model/fact/data.ts';
import { statementsOf, tokensOf, uniqueKeysOfStatement, usesOfStatement, type Token } from '../model/sql/index.ts';
import { placeFinderOf } from './places.ts';
import { defineReader } from './reader.ts';

/** Migrations, seeds and queries in files of SQL. Statements that touch no table are left out. */
export const sqlReader = defineReader({
  id: 'sql',
  version: 2,
  takes: (path) => path.endsWith('.sql'),
  read: ({ text }) => {
    const placeOf = placeFinderOf(text);
    const tokens = tokensOf(text);
    const statements = statementsOf(tokens).flatMap((tokens) => {
      const statement = {
        uses: usesOfStatement(tokens),
        uniques: uniqueKeysOfStatement(tokens),
        databases: databasesIn(tokens),
        at: placeOf(tokens[0]?.at ?? 0),
      };
      return statement.uses.length > 0 || statement.databases.length > 0 ? [statement] : [];
    });
    const fact: SqlFact = { kind: 'sql', statements };
    const open = tokens.at(-1)?.open ? tokens.at(-1) : undefined;
    const unreadable = open ? [{ why: 'This is no SQL: a quote is never closed.', at: placeOf(open.at) }] : [];
    return { facts: [fact], unreadable };
  },
});

/** `CREATE DATABASE shop`, `USE shop`, `\connect shop`. */
function databasesIn(tokens: readonly Token[]): readonly string[] {
  const words = tokens.slice(0, 12).map(({ upper }) => upper);
  const at = words.findIndex((word, index) => /^(?:DATABASE|SCHEMA)$/.test(word) && words[index - 1] === 'CREATE');
  const connect = words.findIndex((word, index) => /^(?:CONNECT|C)$/.test(word) && words[index - 1] === '\\');
  const named = at >= 0 && words[at] === 'DATABASE' ? at : words[0] === 'USE' ? 0 : connect;
  if (named < 0) return [];
  const name = tokens.slice(named + 1).find(({ upper }) => !/^(?:IF|NOT|EXISTS)$/.test(upper));
  return name && (name.kind === 'word' || name.kind === 'quoted') ? [name.text] : [];
}
