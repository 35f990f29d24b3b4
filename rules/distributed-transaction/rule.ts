import {
  defineRule,
  groupBy,
  grouped,
  indexOf,
  labelOfEffect,
  lastPlace,
  sameContext,
  wayTo,
} from '../../src/lint/kit.ts';
import type { Effect, Model, Operation, Store } from '../../src/model/model.ts';

type Data = Extract<Effect, { kind: 'data' }>;

export default defineRule({
  id: 'distributed-transaction',
  group: 'calls',
  tier: 'proven',
  summary: 'A transaction ends at the border of its service.',
  why: 'All resources of a distributed transaction keep their locks until the slowest has answered, and when the coordinator dies in between, they keep them until somebody looks. Availability becomes the product of all of them, and no service can be moved or deployed alone.',
  decided:
    'A statement that takes part in a two-phase commit (`PREPARE TRANSACTION`, `XA PREPARE`) is violated, and so is one transaction that writes tables of two databases of which another context uses one.',
  notReported: [
    'prepared statements',
    'two transactions one after the other',
    'several tables of one database',
    'databases that no other context uses',
  ],
  remedy: 'Split it into local transactions that a saga puts in a row, each with a step that takes it back',
  sources: [
    'Helland, Life beyond Distributed Transactions',
    'Richardson, Microservices Patterns, chapter 4: Managing transactions with sagas',
    'PostgreSQL documentation: PREPARE TRANSACTION (“not intended for use in applications”)',
  ],
  messages: {
    prepared: ({ service }: { service: string }) => `${service} takes part in a two-phase commit`,
    spanning: ({ stores }: { stores: readonly string[] }) => `One transaction writes to ${stores.join(' and ')}`,
  },
  *check(model, say) {
    const seen = new Set<string>();
    for (const operation of model.operations) {
      const { service, name } = operation;
      const data = operation.effects.filter((effect) => effect.kind === 'data');
      for (const step of data.filter(({ twoPhase }) => twoPhase)) {
        const at = lastPlace(step);
        const key = `${service}\n${at.file}:${at.line}`;
        if (seen.has(key)) continue;
        seen.add(key);
        yield say(
          'prepared',
          { service },
          {
            at,
            related: wayTo(operation, step, 'two-phase commit'),
            services: [service],
            subject: [service, name, 'two-phase'],
          },
        );
      }
      for (const { writes, stores } of spanning(model, operation, data)) {
        const [first] = writes;
        const key = `${service}\n${first?.around.transaction}`;
        if (!first || seen.has(key)) continue;
        seen.add(key);
        yield say(
          'spanning',
          { stores: stores.map(({ id }) => id) },
          {
            at: lastPlace(first),
            related: writes.flatMap((write) => wayTo(operation, write, labelOfEffect(write)).slice(-1)),
            services: [...new Set([service, ...stores.flatMap(({ usedBy }) => usedBy)])],
            subject: [service, name, ...stores.map(({ id }) => id)],
          },
        );
      }
    }
  },
});

type Spanning = { readonly writes: readonly Data[]; readonly stores: readonly Store[] };

/** Transactions whose writes are known to go to different databases, one of them in use elsewhere. */
function spanning(model: Model, { service }: Operation, data: readonly Data[]): Spanning[] {
  const inside = data.filter(({ verb, around }) => verb !== 'read' && around.transaction !== undefined);
  return groupBy(inside, ({ around }) => around.transaction ?? '').flatMap((writes) => {
    const stores = [...new Set(writes.flatMap((write) => storeOf(model, service, write) ?? []))];
    const isShared = stores.some(({ usedBy }) => usedBy.some((other) => !sameContext(model, other, service)));
    return stores.length > 1 && isShared ? [{ writes, stores }] : [];
  });
}

/** The only database that a service keeps a table in. */
function storeOf(model: Model, service: string, { table }: Data): Store | undefined {
  if (table === undefined) return undefined;
  const found = new Set(storesByTable(model).get(`${service}\n${table}`));
  return found.size === 1 ? [...found][0] : undefined;
}

const storesByTable = indexOf(({ stores }) =>
  grouped(
    stores
      .filter(({ role }) => role === 'data')
      .flatMap((store) =>
        store.users.flatMap(({ service, tables }) =>
          tables.map(({ table }) => [`${service}\n${table}`, store] as const),
        ),
      ),
  ),
);
