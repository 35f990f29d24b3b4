import type { DataVerb } from '../../../../model/model.ts';
import { own } from '../../../../model/own.ts';
import { functionsOf, itemsOf, lastStep, librariesOf, madeBy, plainTextsOf } from '../../things.ts';
import type { Library, LibraryCall, Recognised, Thing } from '../../types.ts';
import { libraryThing } from '../kit.ts';
import { givenTo } from './chains.ts';
import { sqlDeeds } from './statements.ts';
import { data, incrementsIn, keyedOf, outboxDeeds } from './verbs.ts';

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

/** What a step is given, or what a function that it is given makes: `.set((eb) => ({ … }))`. */
const madeOf = (call: LibraryCall, given: Thing | undefined): readonly Thing[] => {
  const made = functionsOf(given).map((one) =>
    call.scope.program.call(one, [libraryThing(call.callee, 'eb')], call.scope),
  );
  return given ? [given, ...made] : made;
};

/** What a row that is there is set to: by an update, or by an insert that met it. */
const setIn = (call: LibraryCall): readonly Thing[] => {
  const met = madeOf(call, madeBy(call.callee, /\.onConflict\(\)$/)?.args?.[0]);
  const sets = met.flatMap(librariesOf).map((one) => madeBy(one, /\.doUpdateSet\(\)$/));
  const all = [...sets, madeBy(call.callee, /\.(?:set|onDuplicateKeyUpdate)\(\)$/)];
  return all.flatMap((one) => madeOf(call, one?.args?.[0]));
};

const verbIn = (call: LibraryCall, step: string): DataVerb => {
  const verb = own(VERBS, step) ?? 'read';
  const upserts = verb === 'insert' && /\.on(?:Conflict|DuplicateKeyUpdate)\(\)/.test(call.callee.path);
  if (verb !== 'update' && !upserts) return verb;
  return setIn(call).some(incrementsIn) ? 'increment' : upserts ? 'upsert' : verb;
};

const chained = (call: LibraryCall): Recognised => {
  const start = madeBy(call.callee, ENDS_START);
  const step = lastStep((start?.path ?? '').replace(/\(\)$/, ''));
  const values = madeBy(call.callee, /\.values\(\)$/)?.args?.[0];
  const { program } = call.scope;
  const [table, ...others] = tablesIn(start?.args?.[0]);
  const deed = data('sql', verbIn(call, step), table, keyedOf(values, program));
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
