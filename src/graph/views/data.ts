import { mask } from '../../model/mask.ts';
import type { Model, Store } from '../../model/model.ts';
import type { View, ViewGroup, ViewNode, ViewOperation } from '../types.ts';
import {
  idOfService,
  linesOf,
  nodeOf,
  placesOf,
  serviceNodes,
  sortedBy,
  storeIds,
  storeNode,
  titleOf,
  unresolvedIn,
  type Strand,
} from './parts.ts';

/** Stores with their tables, and who touches which. Of a store whose tables are not known, who uses it. */
export function dataView(model: Model): View {
  const stores = sortedBy([...storeIds(model.stores)], ([, id]) => id);
  const users = new Set(model.stores.flatMap(({ usedBy }) => usedBy));
  return {
    id: 'data',
    name: model.name,
    title: titleOf('data', model),
    nodes: [...serviceNodes(model).filter(({ name }) => users.has(name)), ...stores.flatMap(nodesOf)],
    groups: stores.filter(([store]) => hasTables(store)).map(groupOf),
    lines: linesOf(stores.flatMap(strandsOf), labelOf),
    findings: [],
    unresolved: unresolvedIn(model),
    notes: notesOn(model),
  };
}

type Named = readonly [Store, string];

const hasTables = ({ users }: Store): boolean => users.some(({ tables }) => tables.length > 0);
const groupOf = ([store, id]: Named): ViewGroup => ({ id: `in ${id}`, kind: 'store', name: mask(store.id) });
const tableId = (id: string, table: string): string => `table:${id.slice('store:'.length)}/${mask(table)}`;

function nodesOf([store, id]: Named): readonly ViewNode[] {
  const isUsedWhole = store.users.some(({ tables }) => tables.length === 0);
  const tables = Map.groupBy(
    store.users.flatMap((user) => user.tables),
    ({ table }) => table,
  );
  return [
    ...(tables.size === 0 || isUsedWhole
      ? [{ ...storeNode(store, id), ...(tables.size > 0 ? { group: `in ${id}` } : {}) }]
      : []),
    ...sortedBy([...tables], ([table]) => table).map(([table, uses]) =>
      nodeOf({
        id: tableId(id, table),
        kind: 'table',
        name: table,
        group: `in ${id}`,
        evidence: placesOf(uses.flatMap(({ evidence }) => evidence)),
      }),
    ),
  ];
}

const strandsOf = ([store, id]: Named): readonly Strand[] =>
  store.users.flatMap(({ service, tables, evidence }): readonly Strand[] => {
    const line = { from: idOfService(service), kind: 'data' } as const;
    if (tables.length === 0)
      return [{ ...line, to: id, operation: { name: '', protocol: store.kind, evidence: placesOf(evidence) } }];
    return tables.map(({ table, access, evidence: places }) => ({
      ...line,
      to: tableId(id, table),
      operation: { name: mask(table), protocol: access, evidence: placesOf(places) },
    }));
  });

/** Who declares a table owns it; that it reads and writes it too goes without saying. */
function labelOf(operations: readonly ViewOperation[]): string {
  const ways = new Set(operations.map(({ protocol }) => protocol));
  if (ways.has('declares')) return 'owns';
  const words = [...(ways.has('reads') ? ['reads'] : []), ...(ways.has('writes') ? ['writes'] : [])];
  return words.join(', ');
}

/** Tables that several contexts touch. */
function notesOn({ services, stores }: Model): readonly string[] {
  const contextOf = new Map(services.map(({ name, context }) => [name, context]));
  return stores.flatMap((store) => {
    const uses = store.users.flatMap(({ service, tables }) => tables.map(({ table }) => ({ table, service })));
    return [...Map.groupBy(uses, ({ table }) => table)].flatMap(([table, users]) => {
      const names = [...new Set(users.map(({ service }) => service))].sort();
      const contexts = new Set(names.map((name) => contextOf.get(name) ?? name));
      return contexts.size > 1 ? [`${names.join(' and ')} touch ${mask(table)} of ${mask(store.id)}.`] : [];
    });
  });
}
