import { expect, test } from 'vitest';
import { collapsed } from '../../../src/graph/collapse.ts';
import { channelsFolded, groupsFolded } from '../../../src/graph/fold.ts';
import { joinedLines } from '../../../src/graph/join.ts';
import type { Observed, View, ViewLine } from '../../../src/graph/types.ts';
import { viewOf } from '../../../src/graph/views/index.ts';
import { at, model, service } from '../lint/models.ts';

const line = (from: string, to: string, more: Partial<ViewLine> = {}): ViewLine => ({
  id: `${from} > sync > ${to}`,
  from,
  to,
  kind: 'sync',
  label: 'http',
  operations: [{ name: `GET /${to}`, protocol: 'http', evidence: [] }],
  findings: [],
  ...more,
});
const seen = (count: number, p99: number, failed = 0): Observed => ({ state: 'seen', count, failed, p50: 1, p99 });
const unseen: Observed = { state: 'unseen', count: 0, failed: 0 };
/** a1 and a2 are drawn as a, b1 and b2 as b. */
const homeOf = (id: string): string => id.slice(0, 1);
const joined = (...lines: readonly ViewLine[]): ViewLine | undefined => joinedLines(lines, homeOf)[0];

test('what stays inside is left out, the rest is one line with all operations', () => {
  expect(joinedLines([line('a1', 'a2')], homeOf)).toEqual([]);
  expect(joined(line('a1', 'b1'), line('a2', 'b2'))).toMatchObject({
    id: 'a > sync > b',
    label: 'http · 2',
    operations: [{ name: 'GET /b1' }, { name: 'GET /b2' }],
  });
});

test('what is seen adds up; times of several do not', () => {
  expect(joined(line('a1', 'b1', { observed: seen(2, 9, 1) }), line('a2', 'b2', { observed: unseen }))?.observed).toEqual(seen(2, 9, 1)); // prettier-ignore
  expect(joined(line('a1', 'b1', { observed: seen(2, 9, 1) }), line('a2', 'b2', { observed: seen(3, 5) }))?.observed).toEqual({ state: 'seen', count: 5, failed: 1 }); // prettier-ignore
  expect(joined(line('a1', 'b1', { observed: unseen }), line('a2', 'b2', { observed: unseen }))?.observed).toEqual(unseen); // prettier-ignore
});

test('a blind spot is not hidden by what is known beside it', () => {
  const strange: Observed = { ...seen(1, 1), state: 'unknown' };
  expect(joined(line('a1', 'b1', { observed: seen(2, 9) }), line('a2', 'b2', { observed: strange }))?.observed).toMatchObject({ state: 'unknown', count: 3 }); // prettier-ignore
});

test('a change of one is no change of the same kind of all', () => {
  const [added, same] = [line('a1', 'b1', { change: 'added' }), line('a2', 'b2')];
  expect(joined(added, same)).toMatchObject({ change: 'changed', operations: [{ change: 'added' }, {}] });
  expect(joined(added, line('a2', 'b2', { change: 'added' }))).toMatchObject({ change: 'added' });
  expect(joined(same, line('a1', 'b2'))).not.toHaveProperty('change');
});

const shop = viewOf(
  'services',
  model({
    services: [service('orders', 'sales'), service('prices', 'sales'), service('mail', 'post')],
    channels: ['order.placed', 'order.paid'].map((name) => ({
      id: `kafka:${name}`,
      kind: 'kafka',
      publishedBy: ['orders'],
      consumedBy: ['mail'],
      evidence: [at('a.ts')],
    })),
  }),
);
const channels = ({ view: { nodes } }: { readonly view: View }): readonly string[] =>
  nodes.filter(({ kind }) => kind === 'channel').map(({ id }) => id);
const alsoAt = (id: string, more: Partial<ViewLine>): View => ({
  ...shop,
  lines: shop.lines.map((one) => (one.id.includes(id) ? { ...one, ...more } : one)),
});

test('channels of which something else is said are drawn apart', () => {
  expect(channels(channelsFolded(shop))).toHaveLength(1);
  expect(channels(channelsFolded(alsoAt('order.paid', { change: 'added' })))).toHaveLength(2);
  expect(channels(channelsFolded(alsoAt('order.paid', { observed: unseen })))).toHaveLength(2);
});

test('a context is changed where a part of it is new, in the page and by --collapse', () => {
  const nodes = shop.nodes.map((node) => (node.name === 'prices' ? { ...node, change: 'added' as const } : node));
  const changed: View = { ...shop, nodes };
  const sales = ({ nodes }: View) => nodes.find(({ name }) => name === 'sales')?.change;
  expect(sales(collapsed(changed, 'context'))).toBe('changed');
  expect(sales(groupsFolded(changed, new Set(['context:sales'])).view)).toBe('changed');
  expect(sales(collapsed(shop, 'context'))).toBeUndefined();
});
