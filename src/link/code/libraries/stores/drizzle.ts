import type { CallFact } from '../../../../model/fact/module.ts';
import { own } from '../../../../model/own.ts';
import { fieldOf, functionsOf, lastStep, madeBy, optionsOf, plainTextsOf, textsOf } from '../../things.ts';
import type { Library, LibraryCall, LibraryThing, Recognised, Scope, Thing } from '../../types.ts';
import { libraryThing } from '../kit.ts';
import { stepName, stepsAfter } from './chains.ts';
import { keyedByTable } from './drizzle-tables.ts';
import { open } from './opening.ts';
import { sqlDeeds } from './statements.ts';
import { data, incrementsIn, outboxDeeds } from './verbs.ts';

/** `pgTable('orders', …)`, `schema.table('orders', …)`, or what a creator with a prefix makes of the name. */
const tableOf = (thing: Thing | undefined): string | undefined => {
  for (const option of optionsOf(thing)) {
    if (option.kind !== 'library') continue;
    const [creator] = option.path.endsWith('TableCreator()()') ? functionsOf(option.parent?.args?.[0]) : [];
    const [given] = option.args ?? [];
    const name = creator && given ? creator.scope.program.call(creator, [given], creator.scope) : given;
    const [text] = plainTextsOf(name);
    if (text !== undefined) return text;
  }
  return undefined;
};

/** `drizzle-orm/node-postgres`: the driver that is imported says which engine it is. */
const engineOf = (name: string): string => {
  const driver = name.replace(/^drizzle-orm\/?/, '');
  if (/postgres|pg|neon|xata/.test(driver)) return 'postgres';
  if (/mysql|planetscale|tidb/.test(driver)) return 'mysql';
  return /sqlite|libsql|d1/.test(driver) ? 'sqlite' : 'sql';
};

/** `drizzle(url)`, `drizzle({ connection })`; a client that is handed over was opened where it was made. */
const opening = (call: LibraryCall): Recognised => {
  const [first] = call.args;
  const { program } = call.scope;
  const connection = first?.kind === 'texts' ? first : fieldOf(first, 'connection', program);
  if (!connection) return {};
  const isUrl = textsOf(connection).length > 0;
  open(call, { engine: engineOf(call.callee.package), ...(isUrl ? { url: connection } : { options: connection }) });
  return {};
};

/** `db.query.orders.findMany()`: the table that the schema exports under this name. */
const ofQuery = (call: LibraryCall, name: string): Recognised => {
  const { program } = call.scope;
  const made = madeBy(call.callee, /drizzle\(\)$/);
  const schemas = (made?.args ?? []).flatMap((arg) => fieldOf(arg, 'schema', program) ?? []);
  const table = schemas.flatMap((schema) => tableOf(memberOf(schema, name, call.scope)) ?? [])[0];
  return { deeds: [data('sql', 'read', table ?? name)] };
};

const memberOf = (schema: Thing, name: string, scope: Scope): Thing => scope.program.member(schema, name, scope);

/** `` db.execute(sql`…`) `` */
const executed = (call: LibraryCall): Recognised | undefined => {
  const statement = optionsOf(call.args[0]).find(
    (option): option is LibraryThing => option.kind === 'library' && /^sql(?:\.raw)?\(\)$/.test(option.path),
  );
  return statement ? { deeds: sqlDeeds({ ...call, args: statement.args ?? [] }, 'sql') } : undefined;
};

const VERBS: Readonly<Record<string, 'read' | 'insert' | 'update' | 'delete'>> = {
  from: 'read',
  leftJoin: 'read',
  rightJoin: 'read',
  innerJoin: 'read',
  fullJoin: 'read',
  $count: 'read',
  insert: 'insert',
  update: 'update',
  delete: 'delete',
};

/** What a step of a chain is given first. */
const givenIn = ({ scope }: LibraryCall, step: CallFact | undefined): Thing | undefined =>
  step?.args[0] && scope.program.evaluate(step.args[0], scope);

/** `update(orders).set({ total: sql`${orders.total} + 1` })` */
const updated = (call: LibraryCall): Recognised => {
  const set = stepsAfter(call).find((step) => stepName(step) === 'set');
  return { deeds: [data('sql', incrementsIn(givenIn(call, set)) ? 'increment' : 'update', tableOf(call.args[0]))] };
};

/** `insert(orders).values(row).onConflictDoNothing()` */
const inserted = (call: LibraryCall): Recognised => {
  const { program } = call.scope;
  const table = tableOf(call.args[0]);
  const steps = stepsAfter(call);
  const met = steps.find((step) => /^on(?:Conflict|DuplicateKey)/.test(stepName(step)));
  if (met)
    return {
      deeds: [data('sql', incrementsIn(fieldOf(givenIn(call, met), 'set', program)) ? 'increment' : 'upsert', table)],
    };
  const rows = givenIn(
    call,
    steps.find((step) => stepName(step) === 'values'),
  );
  const keyed = table === undefined ? 'unknown' : keyedByTable(call, table, rows);
  return { deeds: outboxDeeds(data('sql', 'insert', table, keyed), rows, program) };
};

/** Drizzle, over all its drivers. */
export const drizzle: Library = {
  packages: (name) => name === 'drizzle-orm' || name.startsWith('drizzle-orm/'),
  recognise: (call) => {
    const { path } = call.callee;
    const name = lastStep(path);
    if (path === 'drizzle') return opening(call);
    if (name === 'transaction') return { transaction: true, callbackArgs: [libraryThing(call.callee, 'drizzle()')] };
    if (!/(?:^|\.)(?:drizzle|select|selectDistinct|tx)\(\)\.|Database\(\)\./.test(path)) return undefined;
    const queried = /\.query\.(\w+)\.(?:findMany|findFirst)$/.exec(path)?.[1];
    if (queried !== undefined) return ofQuery(call, queried);
    if (/^(?:execute|run|all|get|values)$/.test(name)) return executed(call);
    const verb = own(VERBS, name);
    if (!verb) return undefined;
    if (verb === 'insert') return inserted(call);
    if (verb === 'update') return updated(call);
    return { deeds: [data('sql', verb, tableOf(call.args[0]))] };
  },
};
