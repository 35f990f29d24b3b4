import type { View, ViewLine, ViewNode } from '../../src/graph/types.ts';

/** A made-up system in five tiers: contexts of twenty services, most calls within and to the next tier, a store for every second. */
export function largeView(services: number, edges: number): View {
  const random = numbers(1);
  const contextOf = (index: number): string => `context-${String(Math.floor(index / 20)).padStart(2, '0')}`;
  const nodes = Array.from({ length: services }, (_, index): ViewNode => serviceNode(index, contextOf(index)));
  const lines = new Map<string, ViewLine>();
  for (let tries = 0; lines.size < edges && tries < edges * 40; tries += 1) {
    const from = Math.floor(random() * services);
    const to = target(from, services, random);
    if (to === from || to >= services) continue;
    const line = lineOf(from, to, random() < 0.7 ? 'sync' : 'async', Math.ceil(random() * 4));
    lines.set(line.id, line);
  }
  const stores = nodes.filter((_, index) => index % 2 === 0).map(storeOf);
  return {
    id: 'services',
    name: 'large',
    title: 'services of large',
    nodes: [...nodes, ...stores],
    lines: [
      ...lines.values(),
      ...stores.map(({ id, name }): ViewLine => ({
        ...lineOf(0, 0, 'data', 1),
        id: `${id} line`,
        from: `service:${name}`,
        to: id,
      })),
    ],
    groups: [...new Set(nodes.map(({ context = '' }) => context))].map((name) => ({
      id: `context:${name}`,
      kind: 'context',
      name,
      owner: `team-${name.slice(-1)}`,
    })),
    findings: [],
    unresolved: [],
    notes: [],
  };
}

/** Six of ten in the same context, three in one of the next tier, one anywhere. */
function target(from: number, services: number, random: () => number): number {
  const context = Math.floor(from / 20);
  const kind = random();
  const contexts = Math.ceil(services / 20);
  if (kind < 0.6) return context * 20 + Math.floor(random() * 20);
  if (kind < 0.9)
    return ((context + Math.ceil(contexts / 5) + Math.floor(random() * 3)) % contexts) * 20 + Math.floor(random() * 20);
  return Math.floor(random() * services);
}

const nameOf = (index: number): string => `service-${String(index).padStart(4, '0')}`;

const serviceNode = (index: number, context: string): ViewNode => ({
  id: `service:${nameOf(index)}`,
  kind: 'service',
  name: nameOf(index),
  more: [],
  group: `context:${context}`,
  context,
  owner: `team-${context.slice(-1)}`,
  path: `services/${context}/${nameOf(index)}`,
  offers: Array.from({ length: 4 }, (_, n) => ({
    name: `GET /${nameOf(index)}/${n}`,
    protocol: 'http',
    evidence: [{ file: `services/${context}/${nameOf(index)}/src/routes.ts`, line: 10 + n, column: 3 }],
  })),
  evidence: [{ file: `services/${context}/${nameOf(index)}/package.json`, line: 1, column: 1 }],
  findings: [],
});

const storeOf = (node: ViewNode): ViewNode => ({
  ...node,
  id: `store:${node.name}`,
  kind: 'store',
  more: ['postgres'],
  offers: [],
});

const lineOf = (from: number, to: number, kind: ViewLine['kind'], count: number): ViewLine => ({
  id: `service:${nameOf(from)} > ${kind} > service:${nameOf(to)}`,
  from: `service:${nameOf(from)}`,
  to: `service:${nameOf(to)}`,
  kind,
  label: kind === 'async' ? 'kafka' : 'http',
  operations: Array.from({ length: count }, (_, n) => ({
    name: `GET /${nameOf(to)}/${n}`,
    protocol: kind === 'async' ? 'kafka' : 'http',
    basis: 'inferred',
    evidence: [{ file: `services/${nameOf(from)}/src/clients/${nameOf(to)}.ts`, line: 20 + n, column: 5 }],
  })),
  findings: [],
});

/** The same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
