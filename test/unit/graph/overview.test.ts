import { expect, test } from 'vitest';
import { overviewOf } from '../../../src/graph/overview.ts';
import type { View, ViewLine } from '../../../src/graph/types.ts';
import { fits } from '../../../src/report/map/text.ts';
import { renderOverview } from '../../../src/report/map/overview.ts';
import { viewOf } from '../../../src/graph/views/index.ts';
import { hostileNames, workspaceCalled } from '../../formats/workspaces.ts';
import { largeView } from '../../page/large.ts';
import { model, service } from '../lint/models.ts';

const contexts = ['web', 'sales', 'money', 'mail'];
const named = viewOf('services', model({ services: contexts.flatMap((context) => [0, 1, 2].map((index) => service(`${context}-${index}`, context))) })); // prettier-ignore
const line = (from: string, to: string, kind: ViewLine['kind'] = 'sync'): ViewLine => ({
  id: `service:${from} > ${kind} > service:${to}`,
  from: `service:${from}`,
  to: `service:${to}`,
  kind,
  label: '',
  operations: [],
  findings: [],
});
const shop: View = { ...named, lines: [line('web-0', 'sales-0'), line('sales-1', 'money-0'), line('money-1', 'sales-2'), line('money-2', 'mail-0', 'async')] }; // prettier-ignore

test('contexts stand in layers of who waits for whom; a circle is one layer', () => {
  const { layers, apart, by } = overviewOf(shop);
  expect(by).toBe('context');
  expect(layers.map((nodes) => nodes.map(({ name }) => name))).toEqual([['web'], ['money', 'sales']]);
  expect(apart.map(({ name }) => name)).toEqual(['mail']);
});

test('says what each waits for and tells, and how to see more', () => {
  expect(renderOverview(overviewOf(shop), 12, { color: false, columns: 100 })).toBe(
    [
      ' shop  12 services in 4 contexts',
      ' 1  nobody here waits for these',
      '   web       3 services   ─▶ sales',
      ' 2  waited for by those above',
      '   money     3 services   ─▶ sales   ··▶ mail',
      '   sales     3 services   ─▶ money',
      ' neither waiting nor waited for',
      '   mail      3 services',
      ' ─▶ waits   ··▶ event   one context: msvc graph --only web   one service: --focus NAME   all of it:',
      ' msvc graph --format html --open',
      '',
    ].join('\n'),
  );
});

test.each([60, 80, 120])('fits %i columns, whatever the size and the names', (columns) => {
  const style = { color: false, columns };
  const hostile = viewOf('services', workspaceCalled([...hostileNames, ...hostileNames.map((name) => `${name} 2`)]));
  for (const view of [largeView(1000, 5000), largeView(60, 100), hostile, named]) {
    const text = renderOverview(overviewOf(view), view.nodes.length, style);
    expect(fits(text, style)).toBe(true);
    expect(text.split('\n').length).toBeLessThan(500);
  }
});
