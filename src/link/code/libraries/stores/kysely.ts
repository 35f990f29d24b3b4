import { own } from '../../../../model/own.ts';
import { itemsOf, lastStep, madeBy, plainTextsOf } from '../../things.ts';
import type { Library, LibraryCall, Recognised, Thing } from '../../types.ts';
import { libraryThing } from '../kit.ts';
import { givenTo } from './chains.ts';
import { sqlDeeds } from './statements.ts';
import { data, keyedOf, outboxDeeds } from './verbs.ts';

const START = /(?:insertInto|updateTable|deleteFrom|selectFrom|mergeInto|replaceInto)\(\)/;
const ENDS_START = /(?:insertInto|updateTable|deleteFrom|selectFrom|mergeInto|replaceInto)\(\)$/;
const JOINS = /\.(?:\w*[jJ]oin|using)\(\)$/;
const VERBS: Readonly<Record<string, 'insert' | 'update' | 'delete' | 'read' | 'upsert'>> = {
  insertInto: 'insert',
  updateTable: 'update',
  deleteFrom: 'delete',
  selectFrom: 'read',
  mergeInto: 'upsert',
  replaceInto: 'upsert',
};

/** `orders as o` is `orders`; several may be named in a list. */
const tablesIn = (thing: Thing | undefined): readonly string[] =>
  [...plainTextsOf(thing), ...itemsOf(thing).flatMap(plainTextsOf)].map((name) => name.split(' ')[0] ?? name);

const chained = (call: LibraryCall): Recognised => {
  const start = madeBy(call.callee, ENDS_START);
  const step = lastStep((start?.path ?? '').replace(/\(\)$/, ''));
  const verb = own(VERBS, step) ?? 'read';
  const upserts = verb === 'insert' && call.callee.path.includes('onConflict');
  const values = madeBy(call.callee, /\.values\(\)$/)?.args?.[0];
  const { program } = call.scope;
  const [table, ...others] = tablesIn(start?.args?.[0]);
  const deed = data('sql', upserts ? 'upsert' : verb, table, keyedOf(values, program));
  const joined = [...others, ...givenTo(call.callee, JOINS).flatMap(tablesIn)].map((name) => data('sql', 'read', name));
  return { deeds: [...outboxDeeds(deed, values, program), ...joined] };
};

/** Kysely. Its dialects open what is below it. */
export const kysely: Library = {
  packages: ['kysely', 'nestjs-kysely'],
  recognise: (call) => {
    const { path } = call.callee;
    if (/transaction\(\)(?:\.\w+\(\))*\.execute$/.test(path) && call.args.length > 0) {
      return { transaction: true, callbackArgs: [libraryThing(call.callee, 'Kysely()')] };
    }
    if (!/^(?:execute|executeTakeFirst|executeTakeFirstOrThrow|stream)$/.test(lastStep(path))) return undefined;
    if (START.test(path)) return chained(call);
    const sql = madeBy(call.callee, /^sql\(\)$/);
    return sql ? { deeds: sqlDeeds({ ...call, args: sql.args ?? [] }, 'sql') } : {};
  },
};
