import { contextsOf, indexOf, isBookkeepingTable, sameContext, serviceNamed } from '../../src/lint/kit.ts';
import type { Model, Store } from '../../src/model/model.ts';
import type { DeclaredTable, TableReach } from '../../src/model/tables.ts';
import type { Crossing } from './stores.ts';

/** Foreign keys to tables of others, and tables named with another’s schema or database. */
export function reachesBeyond(model: Model): readonly Crossing[] {
  return model.tables.reached
    .filter(({ service, table }) => serviceNamed(model, service)?.kind !== 'job' && !isBookkeepingTable(table))
    .flatMap((reach) => {
      const owners = (declaredAs(model).get(reach.table) ?? []).filter((one) => isOwnerOf(model, one, reach));
      const [owner] = owners;
      if (
        !owner ||
        contextsOf(
          model,
          owners.map(({ service }) => service),
        ).length > 1
      )
        return [];
      const schema = schemaOf(reach);
      return [
        {
          service: reach.service,
          owner: owner.service,
          name: schema === undefined ? reach.table : `${schema}.${reach.table}`,
          how: [reach.how],
          touched: reach.evidence,
          declared: owner.evidence[0],
        },
      ];
    });
}

const declaredAs = indexOf((model): ReadonlyMap<string, readonly DeclaredTable[]> =>
  Map.groupBy(model.tables.declared, ({ table }) => table),
);

const storesOf = indexOf((model): ReadonlyMap<string, readonly Store[]> => {
  const stores = new Map<string, Store[]>();
  for (const store of model.stores)
    for (const service of store.usedBy) stores.set(service, [...(stores.get(service) ?? []), store]);
  return stores;
});

/** The schema that everything is in where nobody says otherwise says nothing. */
const schemaOf = ({ schema }: { readonly schema?: string }): string | undefined =>
  schema === undefined || /^(?:public|dbo)$/i.test(schema) ? undefined : schema;

function isOwnerOf(model: Model, owner: DeclaredTable, reach: TableReach): boolean {
  if (serviceNamed(model, owner.service)?.kind === 'job' || sameContext(model, owner.service, reach.service))
    return false;
  const [theirs, ours] = [owner, reach].map(({ service }) =>
    (storesOf(model).get(service) ?? []).filter(({ kind, role }) => role === 'data' && relational.test(kind)),
  );
  const schema = schemaOf(reach);
  if (schema === undefined) return mayMeet(theirs, ours, ({ id }) => id);
  const isNamed = schemaOf(owner) === schema || (schemaOf(owner) === undefined && isNamedAs(theirs, schema));
  return isNamed && mayMeet(theirs, ours, serverOf);
}

const relational = /^(?:postgres|mysql|sqlserver|sqlite|oracle|spanner|sql)$/;

const isKnown = ({ id }: Store): boolean => !/[?$(]/.test(id);

/** `postgres:db/shop/billing`: the server is `postgres:db`, what is named behind it are database and schema. */
const serverOf = ({ id }: Store): string => id.replace(/\/.*$/, '');
const isNamedAs = (stores: readonly Store[] | undefined, name: string): boolean =>
  (stores ?? []).some((store) => isKnown(store) && store.id.split('/').slice(1).includes(name));

/** Where both addresses are known they must be one; what is not known contradicts nothing. */
function mayMeet(
  theirs: readonly Store[] | undefined,
  ours: readonly Store[] | undefined,
  placeOf: (store: Store) => string,
): boolean {
  const [a, b] = [theirs ?? [], ours ?? []].map((stores) => stores.filter(isKnown).map(placeOf));
  if (!a || !b || a.length === 0 || b.length === 0) return true;
  return a.some((place) => b.includes(place));
}
