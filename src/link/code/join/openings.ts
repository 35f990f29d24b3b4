import type { Evidence } from '../../../model/evidence.ts';
import type { StoreOpening } from '../../types.ts';
import type { DataDeed, Deed, Program } from '../types.ts';

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
  ((engine === 'sql' || opening.engine === 'sql') &&
    RELATIONAL.has(engineOf(opening.engine)) &&
    RELATIONAL.has(engineOf(engine)));

const addressOf = ({ url, host, port, database }: StoreOpening): string =>
  JSON.stringify(
    [url, host, port, database].map((part) =>
      (part ?? []).map(({ text, env, reference, deployment }) => [text, env, reference, deployment]),
    ),
  );

const isSamePlace = (a: Evidence, b: Evidence): boolean =>
  a.file === b.file && a.line === b.line && a.column === b.column;

/** The connection that was opened by one of the calls a deed was done through. */
const openedBy = (deed: DataDeed, { openings, memo }: Program): StoreOpening | undefined => {
  for (const { at, scope } of deed.through ?? []) {
    const there = openings.filter(({ evidence }) => isSamePlace(evidence[0], at));
    const same = there.find((opening) => memo.opened.get(opening) === scope);
    const one = same ?? (new Set(there.map(addressOf)).size === 1 ? there[0] : undefined);
    if (one) return one;
  }
  return undefined;
};

/** What an address can be, said part by part, and whether a variable decides it. */
const alternativesOf = ({ url, host, port, database, schemaFile }: StoreOpening): ReadonlyMap<string, boolean> =>
  new Map([
    ...(schemaFile === undefined ? [] : [[schemaFile, false] as const]),
    ...Object.entries({ url, host, port, database }).flatMap(([name, part]) =>
      (part ?? []).map(({ text, env, reference, deployment }): [string, boolean] => [
        JSON.stringify([name, text, env, reference, deployment]),
        env.length > 0,
      ]),
    ),
  ]);

type Alternatives = ReturnType<typeof alternativesOf>;

/** One address is known better on one way to it than on another: they share a variable's value, or all there is. */
const isSameAddress = (a: Alternatives, b: Alternatives): boolean =>
  [...a].some(([text, isSet]) => isSet && b.has(text)) ||
  (a.size > 0 ? [...a.keys()].every((text) => b.has(text)) : b.size === 0);

/** Where nothing tells through which connection a table is reached: the only one it can be, or none. */
const onlyOne = (engine: string, openings: readonly StoreOpening[]): StoreOpening | undefined => {
  const fitting = openings
    .filter((opening) => opening.role !== 'broker' && fits(engine, opening))
    .map((opening) => ({ opening, alternatives: alternativesOf(opening) }))
    .toSorted((a, b) => b.alternatives.size - a.alternatives.size);
  const [widest] = fitting;
  return widest && fitting.every(({ alternatives }) => isSameAddress(alternatives, widest.alternatives))
    ? widest.opening
    : undefined;
};

type Noted = Map<string, Omit<Table, 'evidence'> & { readonly evidence: [Evidence, ...Evidence[]] }>;

type Named = Pick<Table, 'table' | 'schema' | 'access'>;

const note = (tables: Noted, named: Named, evidence: Evidence): void => {
  const key = `${named.schema ?? ''} ${named.table} ${named.access}`;
  const known = tables.get(key);
  if (!known) tables.set(key, { ...named, evidence: [evidence] });
  else if (known.evidence.length < 6) known.evidence.push(evidence);
};

type Lasting = NonNullable<DataDeed['lasting']>;
type Used = { readonly tables: Noted; readonly lasting: Set<Lasting> };

/** The tables of every address that a service opens, each under the connection through which it is reached. */
const usedIn = (program: Program, deeds: Iterable<Deed>): ReadonlyMap<string, Used> => {
  const byAddress = new Map<string, Used>();
  const usedAt = (opening: StoreOpening): Used => {
    const used: Used = byAddress.get(keyOf(opening)) ?? { tables: new Map(), lasting: new Set() };
    byAddress.set(keyOf(opening), used);
    return used;
  };
  for (const { what, trail } of deeds) {
    if (what.kind !== 'data' || (what.table === undefined && !what.lasting)) continue;
    const opening = what.opening ?? openedBy(what, program) ?? onlyOne(what.engine, program.openings);
    if (!opening) continue;
    const { tables, lasting } = usedAt(opening);
    if (what.lasting) lasting.add(what.lasting);
    const { table, schema } = what;
    if (table === undefined) continue;
    const named = { table, ...(schema === undefined ? {} : { schema }), access: accessOf(what) };
    note(tables, named, trail[trail.length - 1] ?? trail[0]);
  }
  for (const { engine, table, evidence } of program.declared) {
    const opening = onlyOne(engine, program.openings);
    if (opening) note(usedAt(opening).tables, { table, access: 'declares' }, evidence);
  }
  return byAddress;
};

/**
 * What is opened as a cache is a database where documents lie in it that nothing lets expire. Other keys without an
 * expiry do not make it one; but where somebody has made it one, they are data too.
 */
const roleOf = ({ role }: StoreOpening, lasting: ReadonlySet<Lasting> | undefined): Partial<StoreOpening> => {
  if (role !== 'cache' || !lasting || lasting.has('expires')) return {};
  if (lasting.has('documents')) return { role: 'data' };
  return lasting.has('keys') ? { keeps: true } : {};
};

/** One engine at one address, wherever in the code it is opened. */
const keyOf = (opening: StoreOpening): string =>
  `${engineOf(opening.engine)} ${opening.schemaFile ?? ''} ${addressOf(opening)}`;

const placeOf = ({ evidence }: StoreOpening): string => `${evidence[0].file}:${evidence[0].line}:${evidence[0].column}`;

/** The connections a service opens, each with the tables that are used through it. */
export const openingsOf = (program: Program, deeds: Iterable<Deed>): readonly StoreOpening[] => {
  const byPlace = new Map(
    program.openings.map((opening) => [
      `${opening.engine} ${placeOf(opening)} ${JSON.stringify(opening.url ?? opening.database ?? '')}`,
      opening,
    ]),
  );
  const used = usedIn(program, deeds);
  return [...byPlace.values()].map((opening) => {
    const here = used.get(keyOf(opening));
    const tables = [...opening.tables, ...(here?.tables.values() ?? [])];
    return { ...opening, ...roleOf(opening, here?.lasting), tables };
  });
};
