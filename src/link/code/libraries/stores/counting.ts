import type { Value } from '../../../../model/fact/value.ts';
import { textsOf } from '../../things.ts';
import type { ObjectThing } from '../../types.ts';
import { snake } from './entities.ts';

/** What is counted so says which time it is, and differs with every delivery by design. */
const ORDINAL = /version|revision|attempt|retr(?:y|ies)|sequence|offset/i;

/** A table of attempts counts them, whatever its columns are called. */
export const isOfAttempts = (table: string): boolean => /attempts?$|retr(?:y|ies)$/i.test(table);

/** Where the assignments of a statement begin: those of an update, and those of an insert that found its row. */
const SETS = /\bdo\s+update\s+set\b|\bon\s+duplicate\s+key\s+update\b|\bset\b/gi;
const ENDS = /\b(?:where|returning|from|on\s+conflict|when|order\s+by|limit)\b|;/i;

/** `a = 1, b = coalesce(b, 0) + 1`: what stands between commas outside of parentheses. */
const assignmentsIn = (text: string): readonly string[] => {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index];
    if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    if (depth < 0) return [...parts, text.slice(from, index)];
    if (sign !== ',' || depth > 0) continue;
    parts.push(text.slice(from, index));
    from = index + 1;
  }
  return [...parts, text.slice(from)];
};

const plain = (text: string): string => text.replace(/'(?:[^']|'')*'/g, "''").replace(/["`[\]]/g, '');

/** `stock.n` and `n` are the row’s own; `excluded.n` and `values(n)` are what was handed over. */
const ownOf = (column: string): RegExp => new RegExp(`(?<!excluded\\.|new\\.|values\\s*\\(\\s*|\\w)${column}\\b`, 'i');

/** `n = t.n + excluded.n`; what depends on a case may well count once, and `data - 'key'` takes a key away. */
const isCounting = (assignment: string): boolean => {
  const [, column, value = ''] = /^\s*(?:\w+\.)*(\w+)\s*=\s*(.*)$/s.exec(assignment) ?? [];
  if (column === undefined || ORDINAL.test(column) || /\b(?:case|if|iif)\b/i.test(value)) return false;
  return /[+*/-]/.test(value.replace(/->>?|-\s*''/g, '')) && ownOf(column).test(value);
};

/** Whether SQL sets a column to something that is reckoned from what it was, so that doing it again makes a difference. */
export const countsInSql = (sql: string): boolean => {
  const text = plain(sql);
  return [...text.matchAll(SETS)].some(({ index, 0: { length } }) => {
    const [setting = ''] = text.slice(index + length).split(ENDS);
    return assignmentsIn(setting).some(isCounting);
  });
};

const SQL = new Set(['sql', 'raw', 'literal']);

/** The SQL that stands for a value: a column that is put into it by its name, anything else by a placeholder. */
const sqlOf = (value: Value): string => {
  if (value.kind === 'join') return value.parts.map(sqlOf).join('');
  if (value.kind === 'text') return value.text;
  return value.kind === 'member' ? value.name : '?';
};

/** Of Kysely: `eb('n', '+', 1)`. */
const reckonedIn = ([column, sign]: readonly Value[]): readonly string[] =>
  column?.kind === 'text' && sign?.kind === 'text' && /^[-+*/]$/.test(sign.text)
    ? [`${column.text} ${sign.text} ?`]
    : [];

/** What a field is set to, where that is SQL: `` sql`${orders.n} + 1` ``, `knex.raw('n + 1')`, `() => 'n + 1'`. */
const settingsIn = (object: ObjectThing, value: Value): readonly string[] => {
  const { program, module } = object.scope;
  if (value.kind === 'function') {
    const thing = program.evaluate(value, object.scope);
    const returned = module.fact.functions[value.id]?.returns ?? [];
    const texts = thing.kind === 'function' ? textsOf(program.call(thing, [], object.scope)) : [];
    return [...texts.map(({ text }) => text), ...returned.flatMap((one) => settingsIn(object, one))];
  }
  const call = value.kind === 'call' ? module.fact.calls[value.site] : undefined;
  const name = call?.callee.kind === 'name' || call?.callee.kind === 'member' ? call.callee.name : '';
  const [given] = call?.args ?? [];
  return given && SQL.has(name) ? [sqlOf(given)] : reckonedIn(call?.args ?? []);
};

/** Whether a field is set to SQL that is reckoned from what the field was. */
export const countsInField = (object: ObjectThing, key: string, value: Value): boolean =>
  settingsIn(object, value).some((text) => [key, snake(key)].some((name) => countsInSql(`set ${name} = ${text}`)));
