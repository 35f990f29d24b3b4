import { cyclesOf, placeOfCall, sameContext, serviceNamed, unique } from '../../src/lint/kit.ts';
import type { Edge, Model, Store } from '../../src/model/model.ts';
import type { Note } from '../../src/model/rule.ts';

/** Services of different contexts that wait for each other and keep their data in one place. */
export type Bound = { readonly services: readonly string[]; readonly store: string; readonly notes: readonly Note[] };

export function boundTogether(model: Model): readonly Bound[] {
  const stores = model.stores.filter(({ role, usedBy }) => role === 'data' && usedBy.length > 1);
  if (stores.length === 0) return [];
  const calls = model.edges.filter(
    ({ kind, from, to }) => kind === 'sync' && from !== to && areServices(model, from, to),
  );
  const storesOf = new Map<string, Store[]>();
  for (const store of stores)
    for (const name of store.usedBy) storesOf.set(name, [...(storesOf.get(name) ?? []), store]);
  const bound = cyclesOf(calls).flatMap((cycle) =>
    unique(cycle.flatMap((name) => storesOf.get(name) ?? [])).flatMap((store) =>
      boundIn(model, { cycle, store, calls }),
    ),
  );
  return [...new Map(bound.map((one) => [one.services.join('\n'), one])).values()];
}

const areServices = (model: Model, ...names: readonly string[]): boolean =>
  names.every((name) => serviceNamed(model, name)?.kind === 'service');

type Loop = { readonly cycle: readonly string[]; readonly store: Store; readonly calls: readonly Edge[] };

function boundIn(model: Model, { cycle, store, calls }: Loop): Bound[] {
  const users = cycle.filter((name) => store.usedBy.includes(name));
  const [first] = users;
  if (first === undefined || users.every((name) => sameContext(model, first, name))) return [];
  const hops = cycle.map((from, index) => [from, cycle[(index + 1) % cycle.length] ?? from] as const);
  const called = hops.flatMap(([from, to]): Note[] => {
    const edge = calls.find((one) => one.from === from && one.to === to);
    return edge ? [{ ...placeOfCall(model, edge), label: `${from} → ${to}`, note: edge.protocol }] : [];
  });
  const opened = store.users
    .filter(({ service }) => users.includes(service))
    .map(({ service, evidence: [place] }): Note => ({ ...place, label: service, note: `opens ${store.id}` }));
  return [{ services: users.toSorted(), store: store.id, notes: [...called, ...opened] }];
}
