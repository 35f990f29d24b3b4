import { describe, expect, test } from 'vitest';
import { filtered } from '../../../src/graph/filter.ts';
import { channelsFolded } from '../../../src/graph/fold.ts';
import { graphOf } from '../../../src/graph/services.ts';
import { viewIds } from '../../../src/graph/views/ids.ts';
import { viewOf } from '../../../src/graph/views/index.ts';
import { renderMarkdown } from '../../../src/report/map/markdown.ts';
import { fits, renderViewText } from '../../../src/report/map/text.ts';
import { renderTextMap } from '../../../src/report/text-map.ts';
import { hostileNames, viewsOf, workspaceCalled } from '../../formats/workspaces.ts';
import { at, model, service } from '../lint/models.ts';

const small = viewsOf(workspaceCalled(['orders', 'payments', 'ledger']));
const large = viewsOf(workspaceCalled(Array.from({ length: 300 }, (_, index) => `service-number-${index}`)));
const hostile = viewsOf(workspaceCalled(hostileNames));

describe.each([60, 80, 120, 200])('at %i columns', (columns) => {
  const style = { color: false, columns };
  test.each(viewIds)('%s fits, for 3 and for 300 services, whatever they are called', (id) => {
    for (const views of [small, large, hostile]) {
      const view = views.get(id);
      if (!view) throw new Error(id);
      const text = renderViewText(channelsFolded(view).view, style);
      expect(fits(text, style)).toBe(true);
      expect(text).not.toMatch(/(?!\n)\p{Cc}|[\u2028\u2029\p{Bidi_C}]/u);
    }
  });
});

test.each([60, 80, 120])(
  'the map of services fits %i columns as a tree, in colour too, whatever they are called',
  (columns) => {
    const shorter = hostileNames.filter((name) => name.length < 50);
    const threes = shorter.flatMap((_, index) => (index % 3 === 0 ? [shorter.slice(index, index + 3)] : []));
    for (const names of [...threes, ['a-service-with-quite-a-long-name', 'b'.repeat(45), 'c']])
      for (const color of [false, true]) {
        const graph = graphOf(workspaceCalled(names));
        const text = renderTextMap(graph, { color, columns }, () => 'error');
        expect(fits(text, { color, columns })).toBe(true);
        expect(text).toContain('✖ shared');
      }
  },
);

test('callees stand below their callers where beside them is no room', () => {
  const call = (from: string, to: string) => ({ from, to, kind: 'sync', protocol: 'http', basis: 'inferred', evidence: [at('a.ts')] }) as const; // prettier-ignore
  const names = ['gateway-of-the-shop', 'orders-of-the-shop', 'payments-of-the-shop', 'mail-of-the-shop'];
  const [first = '', second = '', third = '', fourth = ''] = names;
  const shop = model({
    services: names.map((name) => service(name)),
    edges: [call(first, second), call(first, fourth), call(second, third)],
  });
  const lines = (columns: number) => renderTextMap(graphOf(shop), { color: false, columns }).split('\n').slice(0, 4);
  expect(lines(80)).toEqual([
    ' gateway-of-the-shop ┬▶ mail-of-the-shop',
    '                     └▶ orders-of-the-shop ─▶ payments-of-the-shop',
    ' ─▶ waits   ··▶ event   ▣ keeps data',
    '',
  ]);
  expect(lines(60)).toEqual([
    ' gateway-of-the-shop',
    ' ├▶ mail-of-the-shop',
    ' └▶ orders-of-the-shop',
    '    └▶ payments-of-the-shop',
  ]);
});

test('a request is a tree of who waits for whom', async () => {
  const view = small.get('request');
  await expect(view && renderViewText(view, { color: false, columns: 100 })).toMatchFileSnapshot(
    '__snapshots__/request.txt',
  );
});

test('what was asked for and hidden at once is said to be hidden', () => {
  const services = viewOf('services', model({ services: [service('orders')] }));
  const hidden = filtered(services, { only: ['orders'], hide: ['orders'], focus: [], depth: 1 });
  expect(renderViewText(hidden, { color: false, columns: 80 })).toBe(
    ' services of shop: what was asked for was hidden as well\n',
  );
  expect(renderMarkdown(hidden)).toContain('\n\nWhat was asked for was hidden as well.\n');
});

test('what there is none of is said', () =>
  expect(renderViewText(viewOf('saga', model()), { color: false, columns: 80 })).toBe(
    ' saga of shop: nothing of this kind was found\n',
  ));
