import { moduleOf } from './modules.ts';
import { viewOf } from '../../src/graph/views/index.ts';
import type { View, ViewId } from '../../src/graph/types.ts';
import { viewIds } from '../../src/graph/views/ids.ts';
import { noContracts } from '../../src/model/contract.ts';
import type { Model } from '../../src/model/model.ts';
import { at, effect, model, service } from '../unit/lint/models.ts';

/** Names that some language could take for its own syntax, and words that are keywords of one. */
export const hostileNames: readonly string[] = [
  '<script>alert("1")</script>', '</svg>"\'`', 'a"; drop', "it's", 'line\nbreak', 'tab\tand\u0000null', '\u202eevil', 'a\\', '\\"', '%%{init: {}}%%',
  '%getenv("HOME")', '${HOME}', '$x', '#{x}', '[[link]]', '{a|b}', '|x|', 'style:x<', 'end', 'graph', 'subgraph', 'node', 'model', 'workspace', 'element',
  'import', 'view', 'true', 'null', '=cmd()', '+1', '@startuml', '@enduml', '!include x', '--', '..', '//x//', '**b**', '__u__', '~', ':', ';', ',', '# h', '- item',
  '* @octocat', '---', 'ключ', '漢字', '👩‍👩‍👧', 'e\u0301', 'x'.repeat(300), ' ', 'a b', 'A B', 'a-b', 'a_b', 'a/b', 'a.b', '1', '`', '```', 'classDef a', 'wrap: x', 'orders.{id}', 'a.#', '\ud800',
]; // prettier-ignore

/** A workspace in which everything is called so; every view has something to show. */
export function workspaceCalled(names: readonly string[]): Model {
  const nameAt = (index: number): string => names[index % names.length] ?? '';
  const services = [...new Set(names)].map((name, index) => ({
    ...service(name, nameAt(index + 7)),
    kind: (['service', 'gateway', 'frontend', 'job'] as const)[index % 4] ?? 'service',
  }));
  const others = services.map(({ name }, index) => ({
    name,
    next: services[(index + 1) % services.length]?.name ?? name,
  }));
  const [first] = services;
  return model({
    name: nameAt(0),
    services,
    stores: others.map(({ name, next }, index) => ({
      id: `postgres:${name}`,
      kind: 'postgres',
      role: 'data',
      usedBy: [name, next],
      users: [
        {
          service: name,
          tables: [{ table: nameAt(index + 3), access: 'declares', evidence: [at(`${name}.ts`)] }],
          evidence: [at(`${name}.ts`)],
        },
        {
          service: next,
          tables: index % 2 ? [] : [{ table: nameAt(index + 3), access: 'reads', evidence: [at('b.ts')] }],
          evidence: [at('b.ts')],
        },
      ],
    })),
    channels: others.map(({ name, next }) => ({
      id: `kafka:${name}`,
      kind: 'kafka',
      publishedBy: [name],
      consumedBy: [next],
      evidence: [at('c.ts')],
    })),
    edges: others.flatMap(({ name, next }, index) =>
      (['sync', 'import'] as const).map((kind) => ({
        from: name, to: next, kind, protocol: 'http', operation: `GET ${nameAt(index + 5)}`, basis: 'inferred' as const, evidence: [at('d.ts')] as const,
      })),
    ), // prettier-ignore
    operations: others.map(({ name, next }, index) => ({
      id: index === 0 ? 'start' : `${name} GET /${index}`,
      service: name,
      name: `GET ${nameAt(index + 2)}`,
      trigger: 'http',
      protocol: 'http',
      evidence: [at('e.ts')],
      effects: [
        effect({
          kind: 'call',
          to: next,
          operation: `${next} GET /${index + 1}`,
          target: nameAt(index),
          protocol: 'http',
          deadline: 'none',
        }),
        effect({ kind: 'data', engine: 'postgres', table: nameAt(index + 4), verb: 'insert', keyed: 'fresh' }),
        effect({ kind: 'publish', channel: `kafka:${name}`, protocol: 'kafka' }),
        effect({ kind: 'external', what: 'mail', library: nameAt(index + 6), idempotencyKey: false }),
        effect({ kind: 'call', target: nameAt(index + 8), protocol: 'http', deadline: 'set' }),
      ],
    })),
    unresolved: others.map(({ name }, index) => ({
      service: name,
      what: nameAt(index + 9),
      kind: 'call',
      evidence: [at('f.ts')],
    })),
    sagas: others.slice(0, 4).map(({ name }, index) => ({
      service: name,
      steps: [
        { name: nameAt(index), isCompensated: false, changes: true, evidence: [at('g.ts')] },
        { name: nameAt(index + 1), isCompensated: true, changes: true, evidence: [at('g.ts', 2)] },
      ],
      evidence: [at('g.ts')],
    })),
    contracts: {
      ...noContracts,
      protos: others.map(({ name, next }, index) => ({
        file: `${nameAt(index + 1)}/${nameAt(index + 2)}.proto`,
        package: name,
        services: [{ name: nameAt(index + 3), methods: [], servedBy: [name], consumedBy: [next, 'nobody'], evidence: [at('p')] as const }],
        messages: [{ name, fields: [{ name: nameAt(index + 4), type: nameAt(index + 5), number: 1, repeated: index % 2 === 0, evidence: [at('p')] as const }], evidence: [at('p')] as const }],
        enums: [],
        evidence: [at('p')] as const,
      })),
    }, // prettier-ignore
    deployment: {
      limitRanges: 0,
      images: others.map(({ name }) => ({
        file: `${name}/Dockerfile`,
        services: [name],
        bases: [],
        base: nameAt(1),
        hasHealthcheck: false,
        start: [],
        evidence: [at('h')],
      })),
      containers: others.map(({ name }, index) => ({
        service: name, name: nameAt(index + 1), source: 'compose', deployment: nameAt(index % 5), image: { name: nameAt(index + 2), at: at('i') }, isBuilt: false, isTagged: false,
        dockerfile: `${name}/Dockerfile`, probes: [], isOpen: false, annotations: [], programs: [], command: [], replicas: { count: 2, at: at('i') }, evidence: [at('i')],
      })), // prettier-ignore
    },
    ownership: {
      isNamed: true,
      contexts: services.map(({ context }, index) => ({
        context,
        claims: [{ owner: nameAt(index + 11), by: 'CODEOWNERS', evidence: at('CODEOWNERS') }],
      })),
    },
    ...(first ? {} : { services: [] }),
  });
}

/** Every view of a workspace. */
export const viewsOf = (workspace: Model): ReadonlyMap<ViewId, View> =>
  new Map(viewIds.map((id) => [id, viewOf(id, workspace, { from: 'start', imports: moduleOf(workspace) })]));
