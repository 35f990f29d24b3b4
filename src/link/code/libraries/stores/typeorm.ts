import { fieldOf, itemsOf, lastStep, madeBy, optionsOf, plainTextsOf, textsOf } from '../../things.ts';
import type { Library, LibraryCall, LibraryThing, Program, Recognised, Thing } from '../../types.ts';
import { libraryThing } from '../kit.ts';
import { tableOf, tableOfType } from './entities.ts';
import { isGrown } from './growth.ts';
import { open, optionsIn } from './opening.ts';
import { joinedReads, relatedReads } from './relations.ts';
import { connectionSettings } from './settings.ts';
import { data, incrementsIn, isLoaded, isMade, keyedOf, outboxDeeds, verbOf } from './verbs.ts';
import { sqlDeeds } from './statements.ts';

const OPENS =
  /^(?:DataSource|createConnection|createConnections|TypeOrmModule\.forRoot(?:Async)?|MikroOrmModule\.forRoot(?:Async)?|MikroORM\.init|MikroORM\.initSync|ConnectionManager\(\)\.create|MikroORM)$/;
const SETTINGS_ALONE = /^createConnections?$/;
const REPOSITORY =
  /(?:Repository|getRepository|InjectRepository|TreeRepository|MongoRepository|getCustomRepository|EntityRepository|BaseEntity)\(\)/;
const MANAGER =
  /(?:EntityManager|SqlEntityManager|InjectEntityManager|InjectDataSource|DataSource|manager|em|createConnection|getManager|getConnection|createEntityManager|MikroORM|fork|createQueryRunner|QueryRunner|init|Connection|getMongoManager|initialize)(?:\(\))?\.?/;

/** What is opened without being told what: all connections of the file that the library looks for, or the one of a name. */
const opening = (call: LibraryCall): Recognised => {
  const [first] = call.args;
  const isTold = first !== undefined && (plainTextsOf(first).length === 0 || !SETTINGS_ALONE.test(call.callee.path));
  if (isTold) return openWith(call, first);
  const found = connectionSettings(call.callee.package, call.scope.program);
  const [name = 'default'] = plainTextsOf(first);
  const all = connectionsIn(found);
  const wanted = call.callee.path.endsWith('s') ? all : all.filter((one) => isCalled(one, name, call.scope.program));
  for (const options of wanted) openWith(call, options);
  return wanted.length > 0 ? { takesCallbacks: true } : openWith(call, undefined);
};

const connectionsIn = (settings: Thing | undefined): readonly Thing[] => [
  ...itemsOf(settings),
  ...optionsOf(settings).filter(({ kind }) => kind === 'object'),
];

const isCalled = (options: Thing, name: string, program: Program): boolean =>
  (plainTextsOf(fieldOf(options, 'name', program))[0] ?? 'default') === name;

const openWith = (call: LibraryCall, given: Thing | undefined): Recognised => {
  const options = optionsIn(given, call.scope);
  const { program } = call.scope;
  const driver = /postgres/.test(call.callee.package)
    ? 'postgres'
    : /mysql|mariadb/.test(call.callee.package)
      ? 'mysql'
      : /mongo/.test(call.callee.package)
        ? 'mongo'
        : /sqlite|libsql/.test(call.callee.package)
          ? 'sqlite'
          : undefined;
  const driverOption = fieldOf(options, 'driver', program);
  const named =
    driverOption?.kind === 'library'
      ? /^(PostgreSql|MySql|MariaDb|Mongo|Sqlite|BetterSqlite|LibSql)/.exec(driverOption.path)?.[1]
      : undefined;
  const byDriver =
    named &&
    {
      PostgreSql: 'postgres',
      MySql: 'mysql',
      MariaDb: 'mysql',
      Mongo: 'mongo',
      Sqlite: 'sqlite',
      BetterSqlite: 'sqlite',
      LibSql: 'sqlite',
    }[named];
  const engine = plainTextsOf(fieldOf(options, 'type', program))[0] ?? byDriver ?? driver ?? 'sql';
  const database = fieldOf(options, 'dbName', program);
  open(call, { engine, options, ...(textsOf(database).length > 0 ? { database } : {}) });
  return { takesCallbacks: true };
};

const NAMES =
  /(?:getRepository|InjectRepository|into|from|update|delete|insert|getMongoRepository|getTreeRepository)\(\)$/;

/** What a step of a chain names: `createQueryBuilder('o')` only its alias, `createQueryBuilder(Order, 'o')` an entity. */
const namedBy = ({ path, args }: LibraryThing): string | undefined => {
  const [arg, alias] = args ?? [];
  if (!arg || arg.kind === 'object') return undefined;
  if (NAMES.test(path)) return tableOf(arg);
  return path.endsWith('createQueryBuilder()') && (alias || arg.kind === 'class') ? tableOf(arg) : undefined;
};

/** The entity that a repository, a query builder or an active record is about. */
const tableIn = (callee: LibraryThing): string | undefined => {
  for (let step: LibraryThing | undefined = callee; step; step = step.parent) {
    const typed = namedBy(step) ?? tableOfType(step.typeArgs?.[0], step.scope);
    const own = step.heir && step.path.endsWith('BaseEntity()') ? tableOf(step.heir) : undefined;
    if (typed !== undefined || own !== undefined) return typed ?? own;
  }
  return undefined;
};

/** The table of what was made or loaded from a class: `em.create(Order, …)`. */
const tableOfMade = (entity: Thing | undefined): string | undefined =>
  optionsOf(entity).flatMap((option) =>
    option.kind === 'library' && option.args?.[0]?.kind === 'class' ? (tableOf(option.args[0]) ?? []) : [],
  )[0] ?? tableOf(entity);

const saved = (
  call: LibraryCall,
  entity: LibraryCall['args'][number] | undefined,
  table: string | undefined,
): Recognised => {
  if (isLoaded(entity))
    return { deeds: [data('sql', isGrown(entity) ? 'increment' : 'update', table ?? tableOfMade(entity))] };
  const { program } = call.scope;
  const keyed = keyedOf(entity, program);
  const deed = data('sql', isMade(entity) ? 'insert' : 'unknown', table ?? tableOfMade(entity), keyed);
  return { deeds: outboxDeeds(deed, entity, program) };
};

const ofRepository = (call: LibraryCall): Recognised | undefined => {
  const name = lastStep(call.callee.path);
  const table = tableIn(call.callee);
  if (
    name === 'create' ||
    name === 'merge' ||
    name === 'createQueryBuilder' ||
    name === 'preload' ||
    name === 'getRepository'
  )
    return undefined;
  if (name === 'save' || name === 'persist' || name === 'persistAndFlush')
    return saved(call, call.args[0] ?? call.callee.parent, table);
  if (name === 'query') return { deeds: sqlDeeds(call, 'sql') };
  const verb = verbOf(name);
  if (!verb) return undefined;
  const increments = verb === 'update' && call.args.some((arg) => incrementsIn(arg));
  const deed = data('sql', increments ? 'increment' : verb, table, keyedOf(call.args[0], call.scope.program));
  return { deeds: verb === 'read' ? [deed, ...relatedReads(call)] : [deed] };
};

/** `manager.save(Order, …)`: the entity stands first. */
const ofManager = (call: LibraryCall): Recognised | undefined => {
  const name = lastStep(call.callee.path);
  const [first, second] = call.args;
  const isClass = first?.kind === 'class' || plainTextsOf(first).length > 0;
  if (name === 'save' || name === 'persist' || name === 'persistAndFlush')
    return saved(call, isClass ? second : first, tableOf(first));
  if (name === 'query' || name === 'execute') return { deeds: sqlDeeds(call, 'sql') };
  const verb = /^(?:create|get\w*|merge|transactional|begin|commit|rollback|refresh)$/.test(name)
    ? undefined
    : verbOf(name);
  return verb && first
    ? {
        deeds: [
          data('sql', verb, tableOf(first), keyedOf(second, call.scope.program)),
          ...(verb === 'read' ? relatedReads(call) : []),
        ],
      }
    : undefined;
};

const BUILT =
  /^(?:execute|getMany|getOne|getRawMany|getRawOne|getManyAndCount|getCount|getOneOrFail|getResultList|getSingleResult|getResult|run)$/;

const ofBuilder = (call: LibraryCall): Recognised | undefined => {
  if (!BUILT.test(lastStep(call.callee.path))) return undefined;
  const step = /\.(insert|update|delete|softDelete)\(\)/.exec(call.callee.path)?.[1];
  const verb = step === undefined ? 'read' : (verbOf(step) ?? 'read');
  const upserts = /orUpdate|onConflict|orIgnore/.test(call.callee.path);
  const values = madeBy(call.callee, /\.values\(\)$/)?.args?.[0];
  const increments = verb === 'update' && incrementsIn(madeBy(call.callee, /\.set\(\)$/)?.args?.[0]);
  const done = increments ? 'increment' : upserts ? 'upsert' : verb;
  const deed = data('sql', done, tableIn(call.callee), keyedOf(values, call.scope.program));
  return { deeds: [deed, ...joinedReads(call)] };
};

const TRANSACTION = /(?:^|\.)(?:transaction|transactional)$/;

/** TypeORM and MikroORM, also as Nest modules. */
export const typeorm: Library = {
  packages: (name) =>
    name === 'typeorm' ||
    name === '@nestjs/typeorm' ||
    name.startsWith('@mikro-orm/') ||
    name === 'typeorm-transactional',
  recognise: (call) => {
    const { path } = call.callee;
    if (OPENS.test(path)) return opening(call);
    if (TRANSACTION.test(path))
      return { transaction: true, callbackArgs: [libraryThing(call.callee, 'EntityManager()')] };
    if (/createQueryBuilder\(\)\./.test(path)) return ofBuilder(call);
    if (REPOSITORY.test(path) || madeBy(call.callee, /BaseEntity\(\)$/)) return ofRepository(call);
    return MANAGER.test(path) && path.includes('.') ? ofManager(call) : undefined;
  },
  result: ({ package: name, path }, args, { program }) => {
    if (path !== 'getConnectionOptions') return undefined;
    const [called = 'default'] = plainTextsOf(args[0]);
    return connectionsIn(connectionSettings(name, program)).find((one) => isCalled(one, called, program));
  },
};
