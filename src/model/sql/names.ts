import type { Token } from './tokens.ts';

/** A table as a statement names it; `next` is the index behind the name. */
export type TableName = { readonly table: string; readonly schema?: string; readonly next: number };

const noName = new Set(
  (
    'SELECT VALUES LATERAL UNNEST ONLY WHERE SET ON USING AS JOIN INNER LEFT RIGHT FULL CROSS NATURAL OUTER GROUP ORDER ' +
    'LIMIT OFFSET FETCH FOR UNION EXCEPT INTERSECT RETURNING HAVING WINDOW WITH DUAL DEFAULT NULL CASE WHEN THEN ELSE END AND OR NOT IN EXISTS BEGIN'
  ).split(' '),
);
const systemSchemas = /^(?:information_schema|pg_catalog|pg_toast|sys|performance_schema|mysql)$/i;

const isName = (token: Token | undefined): token is Token =>
  token !== undefined && (token.kind === 'quoted' || (token.kind === 'word' && !noName.has(token.upper)));

/** Unquoted names mean the same in any case; quoted ones are kept. */
export const textOfName = (token: Token): string => (token.kind === 'quoted' ? token.text : token.text.toLowerCase());

/** Reads `table`, `schema.table` or `database.schema.table` at an index; undefined where none stands there. */
export function tableNameAt(tokens: readonly Token[], start: number): TableName | undefined {
  let index = start;
  while (/^(?:ONLY|LATERAL|LOW_PRIORITY|IGNORE|TABLE)$/.test(tokens[index]?.upper ?? '')) index += 1;
  const parts: string[] = [];
  for (;;) {
    const token = tokens[index];
    if (!isName(token)) break;
    parts.push(textOfName(token));
    index += 1;
    if (tokens[index]?.text !== '.') break;
    index += tokens[index + 1]?.text === '.' ? 2 : 1;
  }
  const table = parts.at(-1);
  const schema = parts.at(-2);
  if (table === undefined || (schema !== undefined && systemSchemas.test(schema))) return undefined;
  if (/^(?:pg_|sqlite_)/.test(table)) return undefined;
  return { table, ...(schema === undefined ? {} : { schema }), next: index };
}

/** Skips `IF NOT EXISTS`, `IF EXISTS`, `CONCURRENTLY`. */
export function afterConditions(tokens: readonly Token[], start: number): number {
  let index = start;
  while (/^(?:IF|NOT|EXISTS|CONCURRENTLY|ONLY)$/.test(tokens[index]?.upper ?? '') && tokens[index]?.kind === 'word')
    index += 1;
  return index;
}
