import { isNonEmpty, type Evidence, type NonEmpty } from '../../model/evidence.ts';
import type { Model, ServiceName, Store, StoreUser, TableAccess, Tally, Unresolved } from '../../model/model.ts';
import { baseOf } from '../../model/paths.ts';
import { systemByService } from '../systems.ts';
import type { FactIndex, StoreOpening, Units } from '../types.ts';
import { declaredTablesOf, uniqueKeysOf, type Declared } from './declared.ts';
import { engineAtOf } from './engines.ts';
import { groupsOf, type Group } from './groups.ts';
import { foreignOpeningsOf } from './foreign.ts';
import { withoutForeignDefaults } from './defaults.ts';
import { withOnlyAddress } from './guess.ts';
import { withSchema } from './prisma.ts';
import { variantsOf, type Variant } from './variants.ts';

export type Stores = {
  readonly stores: readonly Store[];
  readonly unresolved: readonly Unresolved[];
  /** Of the services' openings, each database counted once for each. */
  readonly tally: Tally;
  readonly uniqueKeys: Model['uniqueKeys'];
};

/** Resolves what code opens to the databases behind it, each once, with who uses it and which tables. */
export function storesOf(openings: readonly StoreOpening[], units: Units, index: FactIndex): Stores {
  const all = [
    ...openings.map((opening) =>
      withoutForeignDefaults(withOnlyAddress(withSchema(opening, units, index), units), units),
    ),
    ...foreignOpeningsOf(units, index),
  ];
  const engineAt = engineAtOf(index);
  const systems = systemByService(units);
  const groups = groupsOf(
    all.flatMap((opening) =>
      variantsOf(opening, engineAt, units.environmentOf(opening.service).sharedAs).map((variant) =>
        atHome(variant, systems.get(opening.service) ?? ''),
      ),
    ),
  );
  const declared = declaredTablesOf(units, index);
  const found = groups.map((group) => ({ group, store: storeOf(group, groups, declared) }));
  const usersOf = (some: typeof found): number => some.reduce((sum, { store }) => sum + (store?.users.length ?? 0), 0);
  return {
    stores: found.flatMap(({ store }) => store ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    unresolved: groups.flatMap(unresolvedOf),
    tally: { found: usersOf(found), resolved: usersOf(found.filter(({ group }) => !isOpen(group))) },
    uniqueKeys: uniqueKeysOf(units, index),
  };
}

/** What is called alike in two systems that never meet is no one database, unless a public name says so. */
const atHome = (variant: Variant, system: string): Variant =>
  system === '' ||
  variant.id.endsWith(')') ||
  /^\w+:[^/]*\.(?!local\b|internal\b|svc\b)[a-z]{2,}(?:[:/]|$)/i.test(variant.id)
    ? variant
    : { ...variant, id: `${variant.id} (${baseOf(system)})` };

function storeOf(
  group: Group,
  groups: readonly Group[],
  declared: ReadonlyMap<ServiceName, readonly Declared[]>,
): Store | undefined {
  const perService = [...Map.groupBy(group.variants, ({ opening }) => opening.service)];
  const users = perService
    .flatMap(([service, variants]) => userOf(service, variants, ownTables(service, group, groups, declared)) ?? [])
    .toSorted((a, b) => (a.service < b.service ? -1 : 1));
  const names = users.map(({ service }) => service);
  if (!isNonEmpty(users) || !isNonEmpty(names)) return undefined;
  const environment = group.deployment === undefined ? {} : { environment: group.deployment };
  return { id: group.id, kind: group.kind, role: group.role, ...environment, users, usedBy: names };
}

const relational = /^(?:postgres|mysql|sqlserver|sqlite|oracle|spanner|mongo)$/;

/** A service's migrations belong to its one relational database; where it has several, nobody can tell. */
function ownTables(
  service: ServiceName,
  group: Group,
  groups: readonly Group[],
  declared: ReadonlyMap<ServiceName, readonly Declared[]>,
): readonly Declared[] {
  if (!relational.test(group.kind)) return [];
  const isUsed = (other: Group) => other.variants.some(({ opening }) => opening.service === service);
  const rivals = groups.filter((other) => other !== group && other.kind === group.kind && isUsed(other));
  const ids = new Set(rivals.flatMap(({ variants }) => variants.map(({ opening }) => opening)));
  const isAlone =
    group.variants.every(({ opening }) => opening.service !== service || ids.has(opening)) || rivals.length === 0;
  return isAlone ? (declared.get(service) ?? []) : [];
}

function userOf(service: ServiceName, variants: readonly Variant[], own: readonly Declared[]): StoreUser | undefined {
  const openings = [...new Set(variants.map(({ opening }) => opening))];
  const used = openings.flatMap(({ tables }) => tables);
  const declares = own.map(({ table, evidence }): TableAccess => ({ table, access: 'declares', evidence }));
  const evidence = distinct([
    ...openings.flatMap((opening) => opening.evidence),
    ...variants.flatMap((variant) => variant.evidence),
  ]);
  return isNonEmpty(evidence) ? { service, tables: joined([...used, ...declares]), evidence } : undefined;
}

/** One entry for each table and access, with all its places. */
function joined(tables: readonly TableAccess[]): readonly TableAccess[] {
  const byKey = new Map<string, TableAccess>();
  for (const one of tables) {
    const key = `${one.access} ${one.schema ?? ''} ${one.table.toLowerCase()}`;
    const known = byKey.get(key);
    byKey.set(key, known ? { ...known, evidence: [...known.evidence, ...one.evidence] } : one);
  }
  return [...byKey.values()].map((one) => ({ ...one, evidence: firstAnd(distinct(one.evidence), one.evidence[0]) }));
}

const firstAnd = (list: readonly Evidence[], first: Evidence): NonEmpty<Evidence> => [
  first,
  ...list.filter((one) => one !== first),
];

function distinct(list: readonly Evidence[]): readonly Evidence[] {
  const seen = new Set<string>();
  return list.filter(({ file, line, column }) => {
    const key = `${file}:${line}:${column}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Whether a database is known by its variables alone. */
const isOpen = ({ variants }: Group): boolean => variants.every(({ known }) => known === 'open');

/** What is known by its variables alone stays visible as unresolved too. */
function unresolvedOf(group: Group): readonly Unresolved[] {
  if (!isOpen(group)) return [];
  return group.variants.slice(0, 1).map(({ opening, id }) => ({
    service: opening.service,
    what: `opens ${id.replace(/ \([^)]*\)$/, '')}`,
    kind: 'store',
    evidence: opening.evidence,
  }));
}
