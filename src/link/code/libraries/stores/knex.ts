import type { DataVerb } from '../../../../model/model.ts';
import { own } from '../../../../model/own.ts';
import { fieldOf, lastStep, optionsOf, plainTextsOf } from '../../things.ts';
import type { Library, LibraryCall, LibraryThing, Recognised, Thing } from '../../types.ts';
import { libraryThing } from '../kit.ts';
import { givenTo, isLast, stepName, stepsAfter, stepsOf } from './chains.ts';
import { open } from './opening.ts';
import { sqlDeeds } from './statements.ts';
import { data, incrementsIn, keyedOf, verbOf } from './verbs.ts';

const ENGINES: Readonly<Record<string, string>> = {
  pg: 'postgres',
  postgres: 'postgres',
  postgresql: 'postgres',
  pgnative: 'postgres',
  'pg-native': 'postgres',
  cockroachdb: 'postgres',
  mysql: 'mysql',
  mysql2: 'mysql',
  sqlite3: 'sqlite',
  'better-sqlite3': 'sqlite',
  mssql: 'sqlserver',
};

const NAMING =
  /(?:^|\.)(?:\(\)\(\)|knex\(\)\(\)|\(\)|from\(\)|into\(\)|table\(\)|InjectConnection\(\)\(\)|Knex\(\)\(\))$/;
const JOINS = /(?:^|\.)(?:join|innerJoin|leftJoin|rightJoin|fullOuterJoin|leftOuterJoin|rightOuterJoin|crossJoin)\(\)$/;

/** `orders as o`, `{ o: 'orders' }` */
const bare = (name: string): string => name.split(/\s+/)[0] ?? name;

const tablesIn = (thing: Thing | undefined): readonly string[] => plainTextsOf(thing).map(bare);

/** `knex('orders')`, `trx.into('orders')`, `knex.from('orders')` */
const tableOf = (callee: LibraryThing): string | undefined => {
  for (const step of stepsOf(callee)) {
    const [name] = NAMING.test(step.path) ? tablesIn(step.args?.[0]) : [];
    if (name !== undefined && !name.includes('://')) return name;
  }
  return undefined;
};

const opening = (call: LibraryCall): Recognised => {
  const { program } = call.scope;
  // A configuration may hold one part for each environment.
  for (const options of optionsOf(call.args[0])) {
    const client = plainTextsOf(fieldOf(options, 'client', program))[0];
    if (client !== undefined || call.callee.path.startsWith('KnexModule'))
      open(call, { engine: own(ENGINES, client ?? '') ?? 'sql', options });
  }
  return {};
};

const VERBS = /^(?:insert|update|del|delete|increment|decrement|truncate|upsert)$/;
const VERB_STEP = /(?:^|\.)(?:insert|update|del|delete|increment|decrement|truncate|upsert|raw|transaction)\(\)/;

const joined = (callee: LibraryThing) =>
  givenTo(callee, JOINS).flatMap((thing) => tablesIn(thing).map((table) => data('sql', 'read', table)));

/** A chain that ends without a word for writing reads. */
const reading = (call: LibraryCall): Recognised | undefined => {
  if (VERB_STEP.test(call.callee.path) || !isLast(call)) return undefined;
  const whole: LibraryThing = { ...call.callee, path: `${call.callee.path}()`, parent: call.callee, args: call.args };
  const table = tableOf(whole);
  return table === undefined ? undefined : { deeds: [data('sql', 'read', table), ...joined(whole)] };
};

/** `insert(row).onConflict('id').merge({ n: knex.raw('t.n + 1') })`: what is chained to an insert says what it does to a row that is there. */
const doneBy = (call: LibraryCall, verb: DataVerb): DataVerb => {
  if (verb === 'update') return call.args.some(incrementsIn) ? 'increment' : 'update';
  const after = verb === 'insert' ? stepsAfter(call) : [];
  if (!/onConflict/.test(call.callee.path) && !after.some((step) => stepName(step) === 'onConflict')) return verb;
  const [merged] = after.find((step) => stepName(step) === 'merge')?.args ?? [];
  return merged && incrementsIn(call.scope.program.evaluate(merged, call.scope)) ? 'increment' : 'upsert';
};

/** Knex, by itself and in Nest. */
export const knex: Library = {
  packages: ['knex', 'nestjs-knex', 'nest-knexjs'],
  recognise: (call) => {
    const { path } = call.callee;
    if (path === '' || path === 'knex' || path === 'Knex' || /KnexModule\.(?:forRoot|register)/.test(path))
      return opening(call);
    const name = lastStep(path);
    if (name === 'transaction') return { transaction: true, callbackArgs: [libraryThing(call.callee, 'knex()')] };
    if (name === 'raw') return { deeds: sqlDeeds(call, 'sql') };
    if (!VERBS.test(name)) return reading(call);
    const table = tableOf(call.callee.parent ?? call.callee);
    const verb = verbOf(name);
    if (!verb || table === undefined) return undefined;
    return {
      deeds: [
        data('sql', doneBy(call, verb), table, keyedOf(call.args[0], call.scope.program)),
        ...joined(call.callee),
      ],
    };
  },
};
