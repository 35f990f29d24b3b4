import type { Evidence } from '../../model/evidence.ts';
import type { TableUse } from '../../model/fact/data.ts';
import type { ServiceName } from '../../model/model.ts';
import type { DeclaredTable, TableReach, Tables } from '../../model/tables.ts';
import type { FactIndex, Units } from '../types.ts';

/** What code does to tables that it names with their schema. */
export type QualifiedUse = TableReach & { readonly schema: string };

/** Tables that services create, and those of others that they name: in migrations and in code. */
export function tablesOf(units: Units, index: FactIndex, code: readonly QualifiedUse[]): Tables {
  const statements = index
    .ofKind('sql')
    .flatMap(({ file, fact }) =>
      servicesAt(units, file).flatMap((service) =>
        fact.statements.flatMap(({ uses, at: [line, column] }) =>
          uses.map((use) => ({ service, use, place: { file, line, column, basis: 'declared' } as const })),
        ),
      ),
    );
  const declared = [...statements.flatMap(createdBy), ...prismaTables(units, index)];
  const own = new Set(declared.map(({ service, table }) => `${service}\n${table}`));
  const reached = [...statements.flatMap(reachedBy), ...code].filter(
    ({ service, table, schema }) => schema !== undefined || !own.has(`${service}\n${table}`),
  );
  return { declared, reached };
}

type Statement = { readonly service: ServiceName; readonly use: TableUse; readonly place: Evidence };

const nameOf = ({ table, schema }: TableUse) => ({ table, ...(schema === undefined ? {} : { schema }) });

const createdBy = ({ service, use, place }: Statement): readonly DeclaredTable[] =>
  use.verb === 'create' && !use.view
    ? [{ ...nameOf(use), service, evidence: [{ ...place, note: `create table ${use.table}` }] }]
    : [];

const reachedBy = ({ service, use, place }: Statement): readonly TableReach[] => {
  if (use.verb === 'reference')
    return [{ ...nameOf(use), service, how: 'references', evidence: [{ ...place, note: `references ${use.table}` }] }];
  if (use.schema === undefined || /^(?:create|alter|drop)$/.test(use.verb)) return [];
  const how = use.verb === 'select' ? 'reads' : 'writes';
  return [{ ...nameOf(use), service, how, evidence: [{ ...place, note: `${how} ${use.schema}.${use.table}` }] }];
};

const prismaTables = (units: Units, index: FactIndex): readonly DeclaredTable[] =>
  index.ofKind('prisma').flatMap(({ file, fact }) =>
    servicesAt(units, file).flatMap((service) =>
      fact.models.map(({ name, table, schema, at: [line, column] }): DeclaredTable => ({
        table,
        ...(schema === undefined ? {} : { schema }),
        service,
        evidence: [{ file, line, column, basis: 'declared', note: `model ${name}` }],
      })),
    ),
  );

const servicesAt = (units: Units, file: string): readonly ServiceName[] =>
  units.ownersOf(file).flatMap((unit) => ('context' in unit ? [unit.name] : []));
