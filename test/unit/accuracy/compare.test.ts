import { describe, expect, it } from 'vitest';
import { compare, isNeutral } from '../../accuracy/compare.ts';
import { labels, type Label } from '../../accuracy/labels.ts';

const label: Label = {
  repo: 'acme/shop',
  commit: 'abc',
  services: [
    { name: 'orders', path: 'services/orders' },
    { name: 'billing', path: 'services/billing' },
    { name: 'web', path: 'web' },
  ],
  edges: [
    { from: 'web', to: 'orders', kind: 'sync' },
    { from: 'orders', to: 'billing', kind: 'async' },
    { from: 'web', to: 'billing', kind: 'sync', confidence: 'doubtful' },
  ],
  stores: [{ id: 'postgres:db/orders', kind: 'postgresql', usedBy: ['orders'] }],
};
const service = (name: string, path: string) =>
  ({ name, path, context: name, kind: 'service', evidence: [place] }) as const;
const place = { file: 'a', line: 1, column: 1, basis: 'declared' } as const;
const edge = (from: string, to: string, kind: 'sync' | 'async') =>
  ({ from, to, kind, protocol: 'http', basis: 'inferred', evidence: [place] }) as const;

describe('comparing with a label', () => {
  it('counts what is right, said and labelled; doubtful edges count neither way', () => {
    const said = {
      services: [service('order-service', 'services/orders'), service('web', 'web'), service('docs', 'docs')],
      edges: [edge('web', 'order-service', 'sync'), edge('web', 'billing', 'sync'), edge('docs', 'web', 'sync')],
      stores: [],
    };
    expect(compare(said, label)).toEqual({
      services: { right: 2, said: 3, labelled: 3 },
      edges: { right: 1, said: 2, labelled: 2 },
      stores: { right: 0, said: 0, labelled: 1 },
    });
  });
});

it('every label names its services, and only those', () => {
  expect(labels().length).toBeGreaterThan(20);
  for (const { repo, commit, services, edges, stores } of labels()) {
    expect(commit, repo).toMatch(/^[0-9a-f]{40}$/);
    const names = services.map(({ name }) => name);
    expect(names, repo).toEqual(expect.arrayContaining(stores.flatMap(({ usedBy }) => usedBy)));
    expect(names, repo).toEqual(
      expect.arrayContaining(edges.filter((edge) => !isNeutral(edge)).flatMap(({ from, to }) => [from, to])),
    );
  }
});
