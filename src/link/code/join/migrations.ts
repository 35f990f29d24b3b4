import type { Evidence } from '../../../model/evidence.ts';
import type { CallFact } from '../../../model/fact/module.ts';
import type { Model } from '../../../model/model.ts';
import type { Program } from '../types.ts';
import { ofBuiltIndex, ofChain, ofCollection, ofConstraint, ofIndex, ofSql } from './migrations/keys.ts';
import { ofColumn, ofDefinitions, ofKnex, ofTable } from './migrations/tables.ts';
import { nameOf, type Columns, type Reading } from './migrations/written.ts';

const READINGS = new Map<string, readonly Reading[]>([
  ['createTable', [ofKnex, ofDefinitions]],
  ['createTableIfNotExists', [ofKnex, ofDefinitions]],
  ['alterTable', [ofKnex]],
  ['table', [ofKnex]],
  ['Table', [ofTable]],
  ['addColumn', [ofColumn, ofChain]],
  ['addColumns', [ofDefinitions]],
  ['changeColumn', [ofColumn]],
  ['addIndex', [ofIndex]],
  ['createIndex', [ofIndex, ofCollection]],
  ['addConstraint', [ofConstraint]],
  ['createConstraint', [ofConstraint]],
  ['createUniqueConstraint', [ofConstraint]],
  ['createPrimaryKey', [ofConstraint]],
  ['addUniqueConstraint', [ofChain]],
  ['addPrimaryKeyConstraint', [ofChain]],
  ['unique', [ofBuiltIndex]],
  ['on', [ofBuiltIndex]],
  ['column', [ofBuiltIndex]],
  ['columns', [ofBuiltIndex]],
  ['execute', [ofBuiltIndex]],
  ['query', [ofSql]],
  ['raw', [ofSql]],
  ['addSql', [ofSql]],
  ['sql', [ofSql]],
]);

const evidenceOf = (file: string, { at }: CallFact, columns: Columns): Evidence => ({
  file,
  line: at[0],
  column: at[1],
  basis: 'inferred',
  note: `unique ${columns.join(', ')}`,
});

/** The unique keys that migrations in code create, whatever runs them: Knex, Sequelize, TypeORM, Kysely, MikroORM, node-pg-migrate. */
export const migratedKeysOf = ({ service, workspace, files }: Program): Model['uniqueKeys'] =>
  [...new Set([...files, ...workspace.filesIn(service.name)])].flatMap((file) => {
    const module = workspace.moduleOf(file);
    if (!module) return [];
    return module.fact.calls.flatMap((call) =>
      (READINGS.get(nameOf(call)) ?? []).flatMap((reading) =>
        reading(call, module).map(({ table, columns }) => ({
          service: service.name,
          table,
          columns,
          evidence: [evidenceOf(file, call, columns)] as const,
        })),
      ),
    );
  });
