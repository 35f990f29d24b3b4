import type { DataVerb } from '../../../../model/model.ts';
import type { TableUse } from '../../../../model/fact/data.ts';
import { tableUsesOf } from '../../../../model/sql/index.ts';
import { fieldOf, textsOf } from '../../things.ts';
import type { DataDeed, LibraryCall } from '../../types.ts';
import { data } from './verbs.ts';

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

const deedOf = (use: TableUse, text: string, engine: string): readonly DataDeed[] => {
  const verb = VERBS[use.verb];
  if (!verb) return [];
  const counts = verb === 'update' && /set\s+[^;]*?(\w+)\s*=\s*\1\s*[+-]/i.test(text);
  const keyed = verb === 'insert' && /\(\s*"?(?:id|event_id|message_id|uuid)"?\s*[,)]/i.test(text) ? 'given' : 'fresh';
  return [data(engine, counts ? 'increment' : verb, use.table, keyed)];
};

/** What the SQL among a call's arguments does to which tables. */
export const sqlDeeds = (call: LibraryCall, engine: string): readonly DataDeed[] => {
  const [first] = call.args;
  const inOptions = fieldOf(first, 'text', call.scope.program) ?? fieldOf(first, 'sql', call.scope.program);
  const texts = [...textsOf(first), ...textsOf(inOptions)].slice(0, 3);
  return texts.flatMap(({ text }) => tableUsesOf(readable(text)).flatMap((use) => deedOf(use, text, engine)));
};
