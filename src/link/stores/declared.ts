import type { NonEmpty, Evidence } from '../../model/evidence.ts';
import type { Model, ServiceName } from '../../model/model.ts';
import type { FactIndex, Units } from '../types.ts';

export type Declared = { readonly table: string; readonly evidence: NonEmpty<Evidence>; readonly by: 'sql' | 'prisma' };
type UniqueKeys = Model['uniqueKeys'];

const owner = (units: Units, file: string): readonly ServiceName[] =>
  units.ownersOf(file).flatMap((unit) => ('context' in unit ? [unit.name] : []));

const placeOf = (file: string, [line, column]: readonly [number, number], note: string): Evidence => ({
  file,
  line,
  column,
  basis: 'declared',
  note,
});

/** The tables that a service's own migrations and Prisma schemas create. */
export function declaredTablesOf(units: Units, index: FactIndex): ReadonlyMap<ServiceName, readonly Declared[]> {
  const tables = new Map<ServiceName, Declared[]>();
  const add = (file: string, one: Declared): void => {
    for (const service of owner(units, file)) {
      const list = tables.get(service) ?? [];
      if (!list.some(({ table }) => table === one.table)) list.push(one);
      tables.set(service, list);
    }
  };
  for (const { file, fact } of index.ofKind('sql'))
    for (const { uses, at } of fact.statements)
      for (const { table, verb, view } of uses)
        if (verb === 'create' && !view)
          add(file, { table, by: 'sql', evidence: [placeOf(file, at, `create table ${table}`)] });
  for (const { file, fact } of index.ofKind('prisma'))
    for (const { name, table, at } of fact.models)
      add(file, { table, by: 'prisma', evidence: [placeOf(file, at, `model ${name}`)] });
  return tables;
}

/** Unique keys that exist: in migrations and in Prisma schemas of a service. */
export function uniqueKeysOf(units: Units, index: FactIndex): UniqueKeys {
  const fromSql = index.ofKind('sql').flatMap(({ file, fact }) =>
    owner(units, file).flatMap((service) =>
      fact.statements.flatMap(({ uniques, at }) =>
        uniques.map(({ table, columns }) => ({
          service,
          table,
          columns,
          evidence: [placeOf(file, at, `unique (${columns.join(', ')})`)] as const,
        })),
      ),
    ),
  );
  const fromPrisma = index.ofKind('prisma').flatMap(({ file, fact }) =>
    owner(units, file).flatMap((service) =>
      fact.models.flatMap((model) =>
        model.uniques.map((columns) => ({
          service,
          table: model.table,
          columns,
          evidence: [placeOf(file, model.at, `unique (${columns.join(', ')})`)] as const,
        })),
      ),
    ),
  );
  return [...fromSql, ...fromPrisma];
}
