import { contextsOf, groupBy, isBookkeepingTable, serviceNamed, unique } from '../../src/lint/kit.ts';
import type { Model, StoreUser, TableAccess } from '../../src/model/model.ts';
import type { Note } from '../../src/model/rule.ts';

/** A table that services of several contexts touch, and how each of them does. */
export type SharedTable = { readonly table: string; readonly uses: readonly Use[] };
type Use = Pick<TableAccess, 'access' | 'evidence'> & { readonly service: string };

const strength: Readonly<Record<TableAccess['access'], number>> = { declares: 0, writes: 1, reads: 2 };

/** Tables that more than one context uses, those that each touches in code of its own and those with an owner first. */
export function tablesInCommon(model: Model, users: readonly StoreUser[]): SharedTable[] {
  const all = users.flatMap(({ tables }) => tables).filter(({ table }) => !isBookkeepingTable(table));
  const named = [...new Map(all.map((one) => [`${one.schema ?? ''} ${one.table}`, one])).values()];
  const shared = named
    .map((one) => ({
      table: one.table,
      uses: users.flatMap((user) => strongestUse(model, user, one)).sort(byStrength),
    }))
    .filter(
      ({ uses }) =>
        contextsOf(
          model,
          uses.map(({ service }) => service),
        ).length > 1,
    );
  return groupBy(shared, ({ table }) => table)
    .flatMap(([widest, ...others]) => (widest ? others.reduce(wider, widest) : []))
    .sort((a, b) => sharedCode(a) - sharedCode(b) || weightOf(a) - weightOf(b) || (a.table < b.table ? -1 : 1));
}

/** Where each of them touches the table. */
export const tableNotes = ({ table, uses }: SharedTable): Note[] =>
  uses.map(({ service, access, evidence: [place] }) => ({
    ...place,
    label: service,
    note: place.note ?? `${access} ${table}`,
  }));

const wider = (a: SharedTable, b: SharedTable): SharedTable => (b.uses.length > a.uses.length ? b : a);

type Named = Pick<TableAccess, 'table' | 'schema'>;

/** A table of another schema is another table; where one side names none, it may be the same. */
const isSame = (a: Named, b: Named): boolean =>
  a.table === b.table && (a.schema === undefined || b.schema === undefined || a.schema === b.schema);

function strongestUse(model: Model, { service, tables }: StoreUser, named: Named): Use[] {
  const [best] = tables
    .filter((use) => isSame(use, named) && isOwn(model, service, use))
    .toSorted((a, b) => strength[a.access] - strength[b.access]);
  return best ? [{ service, access: best.access, evidence: best.evidence }] : [];
}

/** A library that declares a table does so for all who load it; that uses nothing yet. */
function isOwn(model: Model, service: string, { access, evidence: [{ file }] }: TableAccess): boolean {
  const path = serviceNamed(model, service)?.path ?? '';
  return access !== 'declares' || path === '' || path === '.' || file.startsWith(`${path}/`);
}

const byStrength = (a: Use, b: Use): number => strength[a.access] - strength[b.access];

/** What one shared library does for both says less than what each does by itself. */
const sharedCode = ({ uses }: SharedTable): number =>
  Number(unique(uses.map(({ evidence: [{ file }] }) => file)).length === 1);

const weightOf = ({ uses }: SharedTable): number => Math.min(...uses.map(({ access }) => strength[access]));
