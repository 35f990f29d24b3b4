import { fieldOf, itemsOf, lastStep, textsOf } from '../../things.ts';
import { environmentText } from '../../evaluate/environment.ts';
import type { Library, LibraryCall, Recognised, Thing } from '../../types.ts';
import { libraryThing } from '../kit.ts';
import { open } from './opening.ts';
import { sqlDeeds } from './statements.ts';

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

/** Options of `pg` that leave the place to the variables that libpq reads. */
const byEnvironment = (
  call: LibraryCall,
  options: Thing | undefined,
): { readonly host?: Thing; readonly database?: Thing } => {
  const { program } = call.scope;
  const isSaid = ['host', 'connectionString', 'url', 'hostname'].some(
    (key) => fieldOf(options, key, program) !== undefined,
  );
  if (isSaid || (options !== undefined && options.kind !== 'object')) return {};
  const set = (name: string): Thing | undefined => {
    const value = environmentText(program, name);
    return textsOf(value).some(({ holes, reference }) => !holes || reference !== undefined) ? value : undefined;
  };
  const host = set('PGHOST');
  const database = fieldOf(options, 'database', program) ?? set('PGDATABASE');
  return { ...(host ? { host } : {}), ...(database ? { database } : {}) };
};

const LIBPQ = new Set(['pg', 'postgres', 'pg-promise']);

/** `db.batch(['…', { sql: '…' }])` */
const batched = (call: LibraryCall, engine: string): Recognised => ({
  deeds: itemsOf(call.args[0]).flatMap((item) => sqlDeeds({ ...call, args: [item] }, engine)),
});

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
      ...(LIBPQ.has(call.callee.package) && !isUrl(first) ? byEnvironment(call, first) : {}),
      ...(isUrl(first) ? (engine === 'sqlite' ? { database: first } : { url: first }) : {}),
    });
    return {};
  }
  const name = lastStep(path);
  if (/^(?:begin|transaction|tx|withTransaction)$/i.test(name))
    return { transaction: true, callbackArgs: [call.callee.parent ?? libraryThing(call.callee, path)] };
  if (name === 'connect' || name === 'getConnection')
    return { callbackArgs: [{ kind: 'nothing' }, libraryThing(call.callee, 'Client()')] };
  if (name === 'batch') return batched(call, engine);
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
