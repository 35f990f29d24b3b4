import { describe, expect, test } from 'vitest';
import type { View, ViewLine, ViewNode } from '../../../src/graph/types.ts';
import { visible } from '../../../src/model/visible.ts';
import { regrouped } from '../../../src/graph/regroup.ts';
import { foundIn } from '../../../src/page/search.ts';
import { shownOf } from '../../../src/page/shown.ts';
import { fragmentOf, initialState, stateFrom, type State } from '../../../src/page/state.ts';
import { around, cyclesOf, pathBetween } from '../../../src/page/walk.ts';

const node = (name: string, more: Partial<ViewNode> = {}): ViewNode => ({
  id: name,
  kind: 'service',
  name,
  more: [],
  offers: [],
  evidence: [],
  findings: [],
  ...more,
});
const line = (from: string, to: string, kind: ViewLine['kind'] = 'sync'): ViewLine => ({
  id: `${from} > ${kind} > ${to}`,
  from,
  to,
  kind,
  label: '',
  operations: [{ name: 'x', protocol: 'http', evidence: [] }],
  findings: [],
});
const view = (nodes: readonly ViewNode[], lines: readonly ViewLine[], groups: View['groups'] = []): View => ({
  id: 'services',
  name: 'shop',
  title: 'shop',
  nodes,
  lines,
  groups,
  findings: [],
  unresolved: [],
  notes: [],
});

describe('the address', () => {
  test('holds the whole state, and brings it back', () => {
    const state: State = {
      view: 'events',
      selected: 'a & b=c#d',
      finding: 'abc',
      focus: 'service:ü',
      depth: 3,
      from: 'x',
      to: 'y',
      cycles: true,
      open: ['context:a', 'context:b'],
      filters: { kind: ['job'], context: ['a', 'b'], owner: ['@x/y'], protocol: ['http'], finding: ['sync-cycle'] },
      table: true,
    };
    expect(stateFrom(`#${fragmentOf(state, 'services')}`, ['services', 'events'])).toEqual(state);
  });

  test.each(['auto', 'all', []] as const)('tells folded from unfolded: %j', (open) => {
    const state = { ...initialState('services'), open };
    expect(stateFrom(fragmentOf(state, 'services'), ['services']).open).toEqual(open);
  });

  test('is empty at first', () => expect(fragmentOf(initialState('services'), 'services')).toBe(''));
});

describe('walks', () => {
  const all = view(
    [node('a'), node('b'), node('c'), node('d'), node('t', { kind: 'channel' })],
    [line('a', 'b'), line('b', 'c'), line('c', 'a', 'async'), line('b', 't', 'async'), line('t', 'd', 'async')],
  );

  test('a channel is no step of its own', () => {
    expect([...around(all, 'b', 1)].sort()).toEqual(['a', 'b', 'c', 'd', 't']);
    expect([...around(all, 'a', 1)].sort()).toEqual(['a', 'b', 'c']);
  });

  test('the shortest way, forward only, and not through data', () => {
    expect(pathBetween(all, 'a', 'd')?.map(({ to }) => to)).toEqual(['b', 't', 'd']);
    expect(pathBetween(all, 'd', 'a')).toBeUndefined();
    expect(pathBetween({ lines: [line('a', 's', 'data'), line('s', 'b', 'data')] }, 'a', 'b')).toBeUndefined();
  });

  test('circles of waiting, and those that events close', () => {
    expect(cyclesOf(all).map(({ nodes, waits }) => [nodes.toSorted(), waits])).toEqual([[['a', 'b', 'c'], false]]);
    const two = { lines: [line('a', 'b'), line('b', 'a'), line('b', 'c'), line('c', 'd'), line('d', 'c')] };
    expect(cyclesOf(two).map(({ nodes, waits }) => [nodes.toSorted(), waits])).toEqual([
      [['c', 'd'], true],
      [['a', 'b'], true],
    ]);
  });

  test('a circle of ten thousand does not overflow', () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => line(`n${index}`, `n${(index + 1) % 10_000}`));
    expect(cyclesOf({ lines })[0]?.nodes.length).toBe(10_000);
  });
});

test('search ranks whole names before beginnings before what is inside', () => {
  const nodes = ['reorder', 'orders-api', 'orders', 'shop-orders'].map((name) => node(name));
  expect(foundIn(nodes, 'Orders').map(({ name }) => name)).toEqual(['orders', 'orders-api', 'shop-orders']);
  expect(foundIn(nodes, '')).toEqual([]);
});

describe('a thousand services', () => {
  const many = (more: (index: number) => Partial<ViewNode>): View =>
    view(
      Array.from({ length: 1000 }, (_, index) => node(`s${index}`, { path: `apps/s${index}`, ...more(index) })),
      [],
    );
  const groupsIn = ({ groups }: View): readonly string[] => groups.map(({ id }) => id);

  test('of contexts of one each are grouped by owner, else by folder, else by name', () => {
    expect(
      groupsIn(
        regrouped(
          many((index) => ({ owner: `team-${index % 7}` })),
          70,
        ),
      ),
    ).toHaveLength(7);
    expect(
      groupsIn(
        regrouped(
          many((index) => ({ path: `area-${index % 9}/s${index}` })),
          70,
        ),
      ),
    ).toHaveLength(9);
    expect(
      groupsIn(
        regrouped(
          many((index) => ({ name: `part${index % 5}-${index}` })),
          70,
        ),
      ),
    ).toHaveLength(5);
  });

  test('are folded at first, and one group unfolds', () => {
    const state = initialState('services');
    const whole = many((index) => ({ owner: `team-${index % 7}` }));
    expect(shownOf(whole, state).view.nodes).toHaveLength(7);
    expect(shownOf(whole, { ...state, open: ['owner:team-0'] }).view.nodes).toHaveLength(6 + 143);
  });
});

test('what cannot be seen is made visible', () =>
  expect(visible('a\nb\u202ec\u0007\ttwo\u200b')).toBe('a¶b‹U+202E›c‹U+0007› two‹U+200B›'));
