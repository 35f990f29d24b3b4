import {
  contextsOf,
  defineRule,
  groupBy,
  isToolingFile,
  list,
  listOf,
  serviceNamed,
  unique,
} from '../../src/lint/kit.ts';
import type { DomainPiece } from '../../src/model/domain.ts';
import type { Model } from '../../src/model/model.ts';
import type { Note } from '../../src/model/rule.ts';
import { isTechnical } from './technical.ts';
import { type SharedDeed, sharedDeeds } from './deeds.ts';

export default defineRule({
  id: 'shared-domain-library',
  group: 'core',
  tier: 'proven',
  summary: 'Libraries that several contexts load hold no domain of any of them.',
  why: 'An entity in a library is one model for everybody: a column or a rule that one context changes is changed for all, so all must be tested and released together, and a service that still runs the older version writes rows that the newer one cannot read.',
  decided:
    'Services of two or more contexts load, when they run, the same file of a library, and in it stands an entity, an ORM model, a schema or the schema of a Prisma client; or they run the same function of it, which reads or writes one named table. What a service loads is followed import by import; `import type`, and imports of nothing but types, load nothing.',
  notReported: [
    'technical libraries: logging, configuration, guards, clients of brokers',
    'contracts: generated clients, types of events, DTOs',
    'base classes with an id and dates; repositories that are told their table',
    'tables of the transport: outbox, inbox, processed messages, states of sagas, jobs, sessions, locks; event stores and their snapshots; bookkeeping of read models',
    'a library that services of one context use; front ends and jobs that load one',
    'rules of the domain that keep no data: they look like any other function',
    'a library that is installed from a registry: its files are not in the workspace',
  ],
  remedy: 'Move each entity into the service that owns it, and share the contract of its API or events instead',
  sources: [
    'Newman, Building Microservices, 2nd edition, chapter 5: DRY and the Perils of Code Reuse in a Microservice World',
    'Evans, Domain-Driven Design, chapter 14: Shared Kernel',
    'Taibi and Lenarduzzi, On the Definition of Microservice Bad Smells (2018): Shared Libraries',
  ],
  options: { allow: list('Libraries that may hold a shared domain, by package name or folder.') },
  messages: {
    holds: ({ services, library, names }: { services: number; library: string; names: readonly string[] }) =>
      `${services} services load the domain from the library ${library}: ${listOf(firstOf(names, 3))}`,
    runs: ({ services, library, tables }: { services: number; library: string; tables: readonly string[] }) =>
      `${services} services use tables through the library ${library}: ${listOf(firstOf(tables, 3))}`,
  },
  *check(model, say, option) {
    const allowed = option('allow');
    const pieces = model.domain.filter((piece) => !isTechnical(piece.name) && isShared(model, piece.loadedBy));
    const deeds = sharedDeeds(model);
    for (const { name, path } of model.libraries) {
      if (allowed.includes(name) || allowed.includes(path)) continue;
      const held = pieces.filter((piece) => piece.path === path);
      const done = deeds.filter((deed) => deed.path === path);
      const [first] = held;
      const [deed] = done;
      const services = unique([
        ...held.flatMap(({ loadedBy }) => ofServers(model, loadedBy)),
        ...done.flatMap(usersOf),
      ]);
      const names = first ? unique(held.map((piece) => piece.name)) : unique(done.map(({ table }) => table));
      const at = first?.evidence[0] ?? deed?.at;
      if (!at) continue;
      const proof = {
        at,
        related: [...held.map(noteOf), ...done.map(deedNote)].slice(0, 12).concat(importsOf(model, name, services)),
        services: services.toSorted(),
        subject: [path] as const,
        detail: `Loaded by ${listOf(services.toSorted())}.`,
      };
      const data = { services: services.length, library: name };
      if (first) yield say('holds', { ...data, names }, proof);
      else yield say('runs', { ...data, tables: names }, proof);
    }
  },
});

/** Front ends and jobs are released with what they belong to. */
const ofServers = (model: Model, services: readonly string[]): string[] =>
  services.filter((name) => ['service', 'gateway'].includes(serviceNamed(model, name)?.kind ?? ''));

const isShared = (model: Model, services: readonly string[]): boolean =>
  contextsOf(model, ofServers(model, services)).length > 1;

const usersOf = ({ services }: SharedDeed): readonly string[] => services;

const firstOf = (names: readonly string[], most: number): readonly string[] =>
  names.length > most + 1 ? [...names.slice(0, most), `${names.length - most} more`] : names;

const noteOf = ({ what, name, evidence: [place] }: DomainPiece): Note => ({ ...place, note: `${what} ${name}` });

const deedNote = ({ at, table }: SharedDeed): Note => ({ ...at, note: `uses ${table}` });

/** Where each service imports the library, once. */
const importsOf = (model: Model, library: string, services: readonly string[]): Note[] =>
  groupBy(
    model.imports.filter(
      ({ from, toUnit, fromUnit, typeOnly }) =>
        toUnit === library && !typeOnly && services.includes(fromUnit) && !isToolingFile(from),
    ),
    ({ fromUnit }) => fromUnit,
  ).flatMap(([first]) =>
    first ? [{ ...first.evidence[0], label: first.fromUnit, note: `imports "${first.specifier}"` }] : [],
  );
