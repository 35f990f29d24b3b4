import { contextsOf, defineRule, groupBy, list, listOf, serviceNamed, unique } from '../../src/lint/kit.ts';
import type { Model, Store, StoreUser } from '../../src/model/model.ts';
import type { Note } from '../../src/model/rule.ts';
import { type SharedTable, tableNotes, tablesInCommon } from './tables.ts';

export default defineRule({
  id: 'shared-database',
  group: 'core',
  tier: 'proven',
  summary: 'Each context has a database of its own.',
  why: 'A shared database is a contract that nobody versioned: a migration of one team breaks another at run time, locks and load of one slow the other down, and neither can move to another store or release alone.',
  decided:
    'Services of different contexts open the same database. Databases are compared by what their address resolves to (engine, host, port, database, schema) after env files, compose and Kubernetes are applied, deployment by deployment. It is an error when both use a table or collection, and a warning when their tables are disjoint. One finding for each database; which table is whose, and where it is touched, `cross-context-table-access` says.',
  notReported: [
    'one server with a database for each, or one search engine with an index for each',
    'Redis as broker, cache or lock',
    'replicas and workers of one context',
    'migration jobs, backup jobs and admin interfaces',
    'the same database name on different servers',
    'tables that a shared library declares, for those who only load it',
    'services that are commented out',
    'an address that could not be resolved: counted as unresolved',
  ],
  remedy: 'Ask the owner over its API, or keep a copy that its events feed',
  sources: [
    'Newman, Building Microservices, 2nd edition, chapter 2: Information hiding',
    'Taibi and Lenarduzzi, On the Definition of Microservice Bad Smells (2018): Shared Persistency',
  ],
  options: { allow: list('Ids of databases that may be shared, as `msvc graph` prints them.') },
  messages: {
    sameTables: ({ services, store }: { services: readonly string[]; store: string }) =>
      `${listOf(services)} share a database and tables in it: ${store}`,
    sameDatabase: ({ services, store }: { services: readonly string[]; store: string }) =>
      `${listOf(services)} keep their tables in one database: ${store}`,
  },
  *check(model, say, option) {
    const allowed = option('allow');
    const shared = model.stores
      .filter((store) => store.role === 'data' && !allowed.includes(store.id))
      .map((store) => ({ store, users: ownersAmong(model, store) }))
      .filter(
        ({ users }) =>
          contextsOf(
            model,
            users.map(({ service }) => service),
          ).length > 1,
      );
    for (const group of groupBy(shared, ({ store, users }) => [store.kind, ...namesOf(users)].join('\n'))) {
      for (const { store, users } of acrossEnvironments(group)) {
        const [first, ...others] = group.find((one) => one.store === store)?.users ?? users;
        if (!first) continue;
        const services = namesOf(users);
        const tables = tablesInCommon(model, users);
        const [table] = tables;
        const proof = {
          at: first.evidence[0],
          related: [...[first, ...others].flatMap(openedAt), ...(table ? tableNotes(table) : [])],
          services,
          subject: [store.id, ...services] as const,
        };
        if (table) yield say('sameTables', { services, store: store.id }, { ...proof, detail: sentenceOf(tables) });
        else
          yield say(
            'sameDatabase',
            { services, store: store.id },
            { ...proof, grade: 'warning', detail: 'Their tables are disjoint, as far as they can be seen.' },
          );
      }
    }
  },
});

type Shared = { readonly store: Store; readonly users: readonly StoreUser[] };

/** What a database is elsewhere is an index here: who uses none that others use has a database of its own. */
const KEPT_APART_BY_INDEX = new Set(['elasticsearch']);

/** Jobs that migrate or back up, and tools that look in, own nothing. */
const ownersAmong = (model: Model, { kind, users }: Store): StoreUser[] => {
  const owners = users.filter(({ service }) => serviceNamed(model, service)?.kind !== 'job');
  if (!KEPT_APART_BY_INDEX.has(kind)) return owners;
  const sharing = new Set(tablesInCommon(model, owners).flatMap(({ uses }) => uses.map(({ service }) => service)));
  return owners.filter(({ service }) => sharing.has(service));
};

const namesOf = (users: readonly StoreUser[]): string[] => unique(users.map(({ service }) => service)).sort();

/** The same services sharing the same kind of database in compose and in Kubernetes is one fault, not two. */
const acrossEnvironments = (group: readonly Shared[]): readonly Shared[] =>
  unique(group.map(({ store }) => store.environment)).length === group.length ? group.slice(0, 1) : group;

/** Where a service is told the address, and where it opens it. */
const openedAt = ({ service, evidence }: StoreUser): Note[] => {
  const declared = evidence.find(({ basis }) => basis === 'declared');
  const own = evidence.find(({ basis }) => basis === 'inferred');
  return [declared, own].flatMap((place) =>
    place ? [{ ...place, label: service, note: place.note ?? 'opens it' }] : [],
  );
};

/** Which of them does what is for `cross-context-table-access` to say. */
const sentenceOf = (tables: readonly SharedTable[]): string => {
  const names = tables.map(({ table }) => `"${table}"`);
  return `More than one of them uses ${listOf(names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names)}.`;
};
