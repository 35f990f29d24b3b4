import type { DataVerb } from '../../../../model/model.ts';
import type { TableUse } from '../../../../model/fact/data.ts';
import { tableUsesOf } from '../../../../model/sql/index.ts';
import { fieldOf, itemsOf, textsOf } from '../../things.ts';
import type { DataDeed, LibraryCall, Thing } from '../../types.ts';
import { countsInSql, isOfAttempts } from './counting.ts';
import { data, isFresh } from './verbs.ts';

const VERBS: Readonly<Record<TableUse['verb'], DataVerb | undefined>> = {
  select: 'read',
  insert: 'insert',
  update: 'update',
  delete: 'delete',
  upsert: 'upsert',
  create: undefined,
  alter: undefined,
  drop: undefined,
  reference: undefined,
};

/** SQL with what is not known in it made to placeholders that a parser takes. */
const readable = (text: string): string => text.replace(/\{[^}]*\}/g, '$1');

const deedOf = (use: TableUse, text: string, engine: string, given: readonly Thing[]): readonly DataDeed[] => {
  const verb = VERBS[use.verb];
  if (!verb) return [];
  const isCounted = (verb === 'update' || verb === 'upsert') && !isOfAttempts(use.table);
  const counts = isCounted && countsInSql(text);
  const deed = data(engine, counts ? 'increment' : verb, use.table, keyedBy(text, given));
  return [use.schema === undefined ? deed : { ...deed, schema: use.schema }];
};

const IDS = /^(?:id|event_id|message_id|uuid)$/i;
const MADE_THERE = /^(?:default|gen_random_uuid|uuid|newid|nextval|uuidv7|last_insert_id)\b/i;

/** How an inserted row gets its key: by the database or made on the spot, else from what was handed over. */
const keyedBy = (text: string, given: readonly Thing[]): DataDeed['keyed'] => {
  const [, columns, values] = /\(([^()]*)\)\s*values\s*\((.*)/is.exec(text) ?? [];
  if (columns === undefined || values === undefined)
    return /\(\s*"?(?:id|event_id|message_id|uuid)"?\s*[,)]/i.test(text) ? 'given' : 'fresh';
  const names = columns.split(',').map((name) => name.trim().replace(/["'`]/g, ''));
  const index = names.findIndex((name) => IDS.test(name));
  if (index < 0) return 'fresh';
  const expression = values.split(',')[index]?.trim() ?? '';
  if (MADE_THERE.test(expression)) return 'fresh';
  const place = /^\$(\d+)/.exec(expression)?.[1];
  const position = place === undefined ? index : Number(place) - 1;
  return isFresh(given[position]) ? 'fresh' : 'given';
};

/** `select 1`: no table is read, and yet the database is asked. */
const asksWhetherItIsThere =
  /^\s*select\s+(?:1|true|now\(\)|version\(\)|current_timestamp)(?:\s+(?:as\s+)?\w+)?\s*;?\s*$/i;

const TWO_PHASE = /^\s*(?:prepare\s+transaction|xa\s+(?:start|begin|prepare|end))\b/i;

/** What the SQL among a call's arguments does to which tables. */
export const sqlDeeds = (call: LibraryCall, engine: string): readonly DataDeed[] => {
  const [first, second] = call.args;
  const given = itemsOf(second ?? fieldOf(first, 'values', call.scope.program));
  const inOptions = fieldOf(first, 'text', call.scope.program) ?? fieldOf(first, 'sql', call.scope.program);
  const texts = [...textsOf(first), ...textsOf(inOptions)].slice(0, 3);
  const agreed = texts.some(({ text }) => TWO_PHASE.test(text));
  if (agreed) return [{ ...data(engine, 'unknown', undefined), twoPhase: true }];
  return texts.flatMap(({ text }) =>
    asksWhetherItIsThere.test(text)
      ? [data(engine, 'read', undefined)]
      : tableUsesOf(readable(text)).flatMap((use) => deedOf(use, text, engine, given)),
  );
};
