import { defineRule, groupBy, list, listOf, unique } from '../../src/lint/kit.ts';
import type { Note } from '../../src/model/rule.ts';
import { type Crossing, crossingsInStores, type Unowned } from './stores.ts';
import { reachesBeyond } from './reaches.ts';

export default defineRule({
  id: 'cross-context-table-access',
  group: 'core',
  tier: 'proven',
  summary: 'A table is used by the context that declares it, and by nobody else.',
  why: 'Who declares a table changes it: a column that is renamed or a constraint that is added breaks statements of another team at run time, after both were green. Who writes it goes past every rule the owner checks; a foreign key stops the owner from deleting or moving its own rows.',
  decided:
    'A service reads or writes a table that the migrations, the Prisma schema or the entities of exactly one other context declare, in a database that both open; or its SQL names the table with the other’s schema or database on the same server; or a foreign key in its migrations refers to it. One finding for each service and table. `shared-database` says once for each database that it is shared; this rule says which table is whose, and where it is touched.',
  notReported: [
    'a table that several contexts declare, or none: whose it is cannot be told, which is listed as undecided',
    'views: they are made to be read by others',
    'tables that `allow` lists, as they are exported on purpose',
    'tables that tools keep for themselves, as migrations do',
    'the same name in databases that are known to be different',
    'two services of one context; jobs, which migrate and seed',
    'tables that migrations in code create, and schemas that only an entity’s options name: not seen',
  ],
  remedy: 'Ask the owner over its API, or keep a copy that its events feed',
  looksAt: 'table',
  sources: [
    'Richardson, Microservices Patterns, chapter 2: Database per service',
    'Newman, Monolith to Microservices, chapter 4: Moving Foreign-Key Relationships to Code; Database View; Reporting Database',
  ],
  options: { allow: list('Tables that other contexts may use: `invoices`, or `billing.invoices` with its schema.') },
  messages: {
    touches: ({ service, how, table, owner }: { service: string; how: string; table: string; owner: string }) =>
      `${service} ${how} "${table}", a table of ${owner}`,
  },
  *check(model, say, option) {
    const allowed = new Set(option('allow'));
    const { crossings, unowned } = crossingsInStores(model);
    const all = [...reachesBeyond(model), ...crossings].filter(
      ({ name }) => !allowed.has(name) && !allowed.has(last(name)),
    );
    for (const same of groupBy(all, ({ service, owner, name }) => [service, owner, last(name)].join('\n'))) {
      const [first] = same;
      if (!first) continue;
      const { service, owner, name, declared } = first;
      const uses = groupBy(
        same.flatMap(({ touched }) => touched),
        ({ file, line }) => `${file}:${line}`,
      ).flatMap(([place]) => (place ? [place] : []));
      const [at] = uses;
      if (!at) continue;
      yield say(
        'touches',
        { service, how: howOf(same), table: name, owner },
        {
          at,
          related: [...uses.slice(0, 6).map((place) => noteOf(place, service)), noteOf(declared, owner)],
          services: [service, owner],
          subject: [service, owner, last(name)],
          ...(same.every(({ how }) => how.includes('references')) ? { remedy: withoutKey } : {}),
        },
      );
    }
    yield* unowned.map(undecidedOf);
  },
});

const withoutKey = 'Drop the foreign key and keep the id alone; an event of the owner says when its row is gone';

const last = (name: string): string => name.replace(/^.*\./, '');

const order = ['writes', 'reads', 'references'];

const howOf = (same: readonly Crossing[]): string =>
  listOf(unique(same.flatMap(({ how }) => how)).toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));

const noteOf = (place: Note, label: string): Note => ({ ...place, label });

const undecidedOf = ({ tables, services, at }: Unowned) => ({
  undecided: `whose the tables ${listOf(tables.slice(0, 4))} are: ${listOf(services)} declare them alike`,
  at,
  services,
});
