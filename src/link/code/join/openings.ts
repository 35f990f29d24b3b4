import type { Evidence, NonEmpty } from '../../../model/evidence.ts';
import type { StoreOpening } from '../../types.ts';
import type { Linked } from '../service.ts';
import type { DataDeed, Deed } from '../types.ts';

type Table = StoreOpening['tables'][number];

const accessOf = (deed: DataDeed): Table['access'] => (deed.verb === 'read' ? 'reads' : 'writes');

const SAME_ENGINE: Readonly<Record<string, string>> = { postgresql: 'postgres', mongodb: 'mongo', mariadb: 'mysql' };

export const engineOf = (name: string): string => SAME_ENGINE[name] ?? name;

/** Whether tables seen with one engine's library belong to an opening; `sql` is any relational one. */
const RELATIONAL = new Set([
  'postgres',
  'mysql',
  'sqlite',
  'mssql',
  'cockroachdb',
  'oracle',
  'sql',
  'sqlserver',
  'better-sqlite3',
]);
const fits = (engine: string, opening: StoreOpening): boolean =>
  engineOf(engine) === engineOf(opening.engine) ||
  ((engine === 'sql' || opening.engine === 'sql') && RELATIONAL.has(opening.engine) && RELATIONAL.has(engine));

const tablesOf = (linked: Linked, opening: StoreOpening): readonly Table[] => {
  const tables = new Map<
    string,
    { readonly table: string; readonly access: Table['access']; readonly evidence: [Evidence, ...Evidence[]] }
  >();
  const note = (table: string, access: Table['access'], evidence: Evidence): void => {
    const known = tables.get(`${table} ${access}`);
    if (!known) tables.set(`${table} ${access}`, { table, access, evidence: [evidence] });
    else if (known.evidence.length < 6) known.evidence.push(evidence);
  };
  for (const { what, trail } of everyDeed(linked)) {
    if (what.kind !== 'data' || what.table === undefined) continue;
    if (what.opening ? what.opening === opening : fits(what.engine, opening))
      note(what.table, accessOf(what), trail[trail.length - 1] ?? trail[0]);
  }
  for (const item of linked.program.declared)
    if (fits(item.engine, opening)) note(item.table, 'declares', item.evidence);
  return [...tables.values()];
};

const everyDeed = (linked: Linked): ReadonlySet<Deed> =>
  new Set([...linked.operations.flatMap((item) => item.deeds), ...linked.start, ...linked.loose]);

const placeOf = ({ evidence }: { readonly evidence: NonEmpty<Evidence> }): string =>
  `${evidence[0].file}:${evidence[0].line}`;

/** The connections a service opens, each with the tables that are used through it. */
export const openingsOf = (linked: Linked): readonly StoreOpening[] => {
  const byPlace = new Map(
    linked.program.openings.map((opening) => [
      `${opening.engine} ${placeOf(opening)} ${JSON.stringify(opening.url ?? opening.database ?? '')}`,
      opening,
    ]),
  );
  return [...byPlace.values()].map((opening) => ({
    ...opening,
    tables: [...opening.tables, ...tablesOf(linked, opening)],
  }));
};
