import { contextsOf, isBookkeepingTable, sameContext, serviceNamed, unique } from '../../src/lint/kit.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Model, Store, StoreUser, TableAccess } from '../../src/model/model.ts';

/** A service that touches a table of another, and the proof of both ends. */
export type Crossing = {
  readonly service: string;
  readonly owner: string;
  /** With its schema where one was named. */
  readonly name: string;
  readonly how: readonly string[];
  readonly touched: readonly Evidence[];
  readonly declared: Evidence;
};

/** Tables of a database that several contexts use and declare alike. */
export type Unowned = {
  readonly tables: readonly string[];
  readonly services: readonly string[];
  readonly at: Evidence;
};

/** Tables that services touch in a database which the table’s owner opens too. */
export function crossingsInStores(model: Model): {
  readonly crossings: readonly Crossing[];
  readonly unowned: readonly Unowned[];
} {
  const shared = model.stores.filter(({ role, usedBy }) => role === 'data' && contextsOf(model, usedBy).length > 1);
  const found = shared.map((store) => crossingsIn(model, store));
  return {
    crossings: found.flatMap(({ crossings }) => crossings),
    unowned: found.flatMap(({ unowned }) => unowned),
  };
}

function crossingsIn(model: Model, store: Store) {
  const users = store.users.filter(({ service }) => serviceNamed(model, service)?.kind !== 'job');
  const names = unique(users.flatMap(({ tables }) => tables.map(({ table }) => table)));
  const tables = names.filter((table) => !isBookkeepingTable(table)).map((table) => ofTable(model, users, table));
  const torn = tables.filter(({ owners, users: by }) => contextsOf(model, owners).length > 1 && by.length > 0);
  const [first] = torn;
  const unowned = first
    ? [
        {
          tables: torn.map(({ table }) => table),
          services: unique(torn.flatMap(({ owners }) => owners)).toSorted(),
          at: first.at,
        },
      ]
    : [];
  return { crossings: tables.flatMap(({ crossings }) => crossings), unowned };
}

function ofTable(model: Model, users: readonly StoreUser[], table: string) {
  const declaring = users.flatMap((user) => declarationsOf(model, users, user, table));
  // Migrations and schemas create a table; an entity may only map what is there.
  const creating = declaring.filter(({ place }) => place.basis === 'declared');
  const owners = creating.length > 0 ? creating : declaring;
  const [owner] = owners;
  const isOne =
    owner !== undefined &&
    contextsOf(
      model,
      owners.map(({ service }) => service),
    ).length === 1;
  const touching = users.flatMap((user) => usesOf(user, table));
  const crossings = isOne
    ? touching
        .filter(({ service }) => !sameContext(model, service, owner.service))
        .map((use): Crossing => ({ ...use, owner: owner.service, name: table, declared: owner.place }))
    : [];
  return {
    table,
    owners: owners.map(({ service }) => service),
    users: touching,
    crossings,
    at: owner?.place ?? touching[0]?.touched[0] ?? nowhere,
  };
}

const nowhere: Evidence = { file: '', line: 1, column: 1, basis: 'inferred' };

const declaredBy = ({ tables }: StoreUser, table: string): readonly Evidence[] =>
  tables.filter((use) => use.table === table && use.access === 'declares').flatMap(({ evidence }) => evidence);

/** What a service declares in files of its own; a library, and what others load from the root, declares for all of them. */
function declarationsOf(model: Model, users: readonly StoreUser[], user: StoreUser, table: string) {
  const { service } = user;
  const path = serviceNamed(model, service)?.path ?? '';
  const isAtRoot = path === '' || path === '.';
  const others = isAtRoot ? users.filter((other) => other !== user).flatMap((other) => declaredBy(other, table)) : [];
  return declaredBy(user, table)
    .filter(({ file }) => (isAtRoot ? !others.some((place) => place.file === file) : file.startsWith(`${path}/`)))
    .slice(0, 1)
    .map((place) => ({ service, place }));
}

function usesOf({ service, tables }: StoreUser, table: string) {
  const uses = tables.filter((use) => use.table === table && use.access !== 'declares');
  if (uses.length === 0) return [];
  return [{ service, how: unique(uses.map(({ access }) => access)), touched: uses.flatMap(placesOf) }];
}

const placesOf = ({ access, table, evidence }: TableAccess): Evidence[] =>
  evidence.slice(0, 3).map((place) => ({ ...place, note: `${access} ${table}` }));
