import type { TableReach } from '../../../model/tables.ts';
import type { ServiceCode } from '../service-code.ts';
import { deedsOfService } from '../service-code.ts';

/** The tables that code names with their schema or database: `select * from billing.invoices`. */
export const qualifiedUsesOf = (code: readonly ServiceCode[]): readonly (TableReach & { readonly schema: string })[] =>
  code.flatMap((one) =>
    deedsOfService(one).flatMap(({ what, trail }) => {
      if (what.kind !== 'data' || what.table === undefined || what.schema === undefined) return [];
      const how = what.verb === 'read' ? 'reads' : 'writes';
      const place = trail[trail.length - 1] ?? trail[0];
      const { table, schema } = what;
      return [
        { service: one.service, table, schema, how, evidence: [{ ...place, note: `${how} ${schema}.${table}` }] },
      ];
    }),
  );
