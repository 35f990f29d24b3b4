import type { Evidence, NonEmpty } from './evidence.ts';
import type { ServiceName } from './model.ts';

/** A table by the name it has in a database; `schema` where it is named with one. */
export type TableName = { readonly table: string; readonly schema?: string };

/** A table that a service's own migrations or Prisma schema create. Views are left out: they are there to be read. */
export type DeclaredTable = TableName & { readonly service: ServiceName; readonly evidence: NonEmpty<Evidence> };

/** A place where a service names a table that it does not create: a foreign key, or a name with its schema or database. */
export type TableReach = TableName & {
  readonly service: ServiceName;
  readonly how: 'reads' | 'writes' | 'references';
  readonly evidence: NonEmpty<Evidence>;
};

/** Who creates which tables, and who reaches for those of others. */
export type Tables = { readonly declared: readonly DeclaredTable[]; readonly reached: readonly TableReach[] };

export const noTables: Tables = { declared: [], reached: [] };
