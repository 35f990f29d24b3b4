import { fieldOf, lastStep, madeBy, plainTextsOf } from '../../things.ts';
import type { Library, LibraryCall, LibraryThing, Recognised, Thing } from '../../types.ts';
import { libraryThing } from '../kit.ts';
import { open } from './opening.ts';
import { sqlDeeds } from './statements.ts';
import { data, keyedOf, outboxDeeds, verbOf } from './verbs.ts';

const DRIVERS: Readonly<Record<string, string>> = {
  pg: 'postgres',
  postgres: 'postgres',
  'pg-promise': 'postgres',
  '@neondatabase/serverless': 'postgres',
  '@vercel/postgres': 'postgres',
  slonik: 'postgres',
  mysql: 'mysql',
  mysql2: 'mysql',
  mariadb: 'mysql',
  'better-sqlite3': 'sqlite',
  sqlite3: 'sqlite',
  sqlite: 'sqlite',
  '@libsql/client': 'sqlite',
  mssql: 'sqlserver',
  tedious: 'sqlserver',
  oracledb: 'oracle',
  'node:sqlite': 'sqlite',
};

const OPENS =
  /^(?:(?:promise\.|sql\.|pg\.|native\.)?(?:Pool|Client|createPool|createConnection|createPoolCluster|connect|Database|ConnectionPool|DatabaseSync|neon|createClient|verbose\(\)\.Database)|)$/;

const isUrl = (thing: Thing | undefined): boolean =>
  thing !== undefined && thing.kind !== 'object' && thing.kind !== 'unknown' && thing.kind !== 'function';

const driverCall = (call: LibraryCall, engine: string): Recognised | undefined => {
  const { path } = call.callee;
  const isTemplate = call.fact.form === 'template';
  if (
    !isTemplate &&
    OPENS.test(path) &&
    (path !== '' || /postgres|sqlite|libsql|pg-promise/.test(call.callee.package))
  ) {
    const [first] = call.args;
    open(call, {
      engine,
      options: first,
      ...(isUrl(first) ? (engine === 'sqlite' ? { database: first } : { url: first }) : {}),
    });
    return {};
  }
  const name = lastStep(path);
  if (/^(?:begin|transaction|tx|withTransaction)$/i.test(name))
    return { transaction: true, callbackArgs: [call.callee.parent ?? libraryThing(call.callee, path)] };
  if (name === 'connect' || name === 'getConnection')
    return { callbackArgs: [{ kind: 'nothing' }, libraryThing(call.callee, 'Client()')] };
  const isQuery =
    isTemplate ||
    /^(?:query|execute|one|oneOrNone|none|any|many|manyOrNone|run|all|get|exec|prepare|unsafe|each)$/.test(name);
  return isQuery
    ? {
        deeds: sqlDeeds(call, engine),
        takesCallbacks: true,
        follows: call.args.filter((arg) => arg.kind === 'function').map((fn) => ({ fn, args: [] })),
      }
    : undefined;
};

/** Drivers that take SQL. */
export const drivers: Library = {
  packages: Object.keys(DRIVERS),
  recognise: (call) => driverCall(call, DRIVERS[call.callee.package] ?? 'sql'),
};

const KNEX_ENGINES: Readonly<Record<string, string>> = {
  pg: 'postgres',
  postgres: 'postgres',
  postgresql: 'postgres',
  mysql: 'mysql',
  mysql2: 'mysql',
  sqlite3: 'sqlite',
  'better-sqlite3': 'sqlite',
  mssql: 'sqlserver',
};

/** `knex('orders')`, `trx.into('orders')`, `knex.from('orders')` */
const knexTable = (callee: LibraryThing): string | undefined => {
  for (let step: LibraryThing | undefined = callee; step; step = step.parent) {
    const names =
      step.args &&
      /(?:^|\.)(?:\(\)\(\)|knex\(\)\(\)|\(\)|from\(\)|into\(\)|table\(\)|InjectConnection\(\)\(\)|Knex\(\)\(\))$/.test(
        step.path,
      )
        ? plainTextsOf(step.args[0])
        : [];
    if (names[0] !== undefined && !names[0].includes('://')) return names[0];
  }
  return undefined;
};

export const knex: Library = {
  packages: ['knex', 'nestjs-knex', 'nest-knexjs', 'objection'],
  recognise: (call) => {
    const { path } = call.callee;
    const { program } = call.scope;
    if (path === '' || path === 'knex' || path === 'Knex' || /KnexModule\.(?:forRoot|register)/.test(path)) {
      const client = plainTextsOf(fieldOf(call.args[0], 'client', program))[0];
      if (client !== undefined || path.startsWith('KnexModule'))
        open(call, { engine: KNEX_ENGINES[client ?? ''] ?? 'sql', options: call.args[0] });
      return {};
    }
    const name = lastStep(path);
    if (name === 'transaction') return { transaction: true, callbackArgs: [libraryThing(call.callee, 'knex()')] };
    if (name === 'raw') return { deeds: sqlDeeds(call, 'sql') };
    const table = knexTable(call.callee.parent ?? call.callee);
    const verb =
      /^(?:insert|update|del|delete|increment|decrement|first|select|where|pluck|count|truncate|returning)$/.test(name)
        ? (verbOf(name) ?? (name === 'where' || name === 'returning' ? undefined : 'read'))
        : undefined;
    return verb && table !== undefined
      ? { deeds: [data('sql', verb, table, keyedOf(call.args[0], program))] }
      : undefined;
  },
};

const KYSELY_START = /(?:insertInto|updateTable|deleteFrom|selectFrom|mergeInto|replaceInto)\(\)/;
const KYSELY_VERBS: Readonly<Record<string, 'insert' | 'update' | 'delete' | 'read' | 'upsert'>> = {
  insertInto: 'insert',
  updateTable: 'update',
  deleteFrom: 'delete',
  selectFrom: 'read',
  mergeInto: 'upsert',
  replaceInto: 'upsert',
};

const kyselyDeed = (call: LibraryCall): Recognised => {
  const start = madeBy(call.callee, /(?:insertInto|updateTable|deleteFrom|selectFrom|mergeInto|replaceInto)\(\)$/);
  const step = lastStep((start?.path ?? '').replace(/\(\)$/, ''));
  const verb = KYSELY_VERBS[step] ?? 'read';
  const upserts = verb === 'insert' && call.callee.path.includes('onConflict');
  const values = madeBy(call.callee, /\.values\(\)$/)?.args?.[0];
  const table = plainTextsOf(start?.args?.[0])[0]?.split(' ')[0];
  const { program } = call.scope;
  const deed = data('sql', upserts ? 'upsert' : verb, table, keyedOf(values, program));
  return { deeds: outboxDeeds(deed, values, program) };
};

export const kysely: Library = {
  packages: ['kysely', 'nestjs-kysely'],
  recognise: (call) => {
    const { path } = call.callee;
    const name = lastStep(path);
    if (/transaction\(\)(?:\.\w+\(\))*\.execute$/.test(path) && call.args.length > 0) {
      return { transaction: true, callbackArgs: [libraryThing(call.callee, 'Kysely()')] };
    }
    if (/^(?:execute|executeTakeFirst|executeTakeFirstOrThrow|stream)$/.test(name)) {
      if (KYSELY_START.test(path)) return kyselyDeed(call);
      const sql = madeBy(call.callee, /^sql\(\)$/);
      return sql ? { deeds: sqlDeeds({ ...call, args: sql.args ?? [] }, 'sql') } : {};
    }
    return undefined;
  },
};

const tableOfDrizzle = (thing: Thing | undefined): string | undefined =>
  thing?.kind === 'library' ? plainTextsOf(thing.args?.[0])[0] : undefined;

/** `drizzle-orm/node-postgres`: the driver that is imported says which engine it is. */
const engineOfDrizzle = (name: string): string => {
  const driver = name.replace(/^drizzle-orm\/?/, '');
  if (/postgres|pg|neon|xata/.test(driver)) return 'postgres';
  if (/mysql|planetscale|tidb/.test(driver)) return 'mysql';
  return /sqlite|libsql|d1/.test(driver) ? 'sqlite' : 'sql';
};

export const drizzle: Library = {
  packages: (name) => name === 'drizzle-orm' || name.startsWith('drizzle-orm/'),
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    if (call.callee.path === 'drizzle' && isUrl(call.args[0]) && call.args[0]?.kind === 'texts') {
      open(call, { engine: engineOfDrizzle(call.callee.package), url: call.args[0] });
      return {};
    }
    if (name === 'transaction') return { transaction: true, callbackArgs: [libraryThing(call.callee, 'drizzle()')] };
    if (!/(?:^|\.)(?:drizzle|select|tx)\(\)\.|Database\(\)\./.test(call.callee.path)) return undefined;
    const verb =
      name === 'from' ? 'read' : name === 'insert' || name === 'update' || name === 'delete' ? verbOf(name) : undefined;
    const table = tableOfDrizzle(call.args[0]);
    return verb ? { deeds: [data('sql', verb, table)] } : undefined;
  },
};
