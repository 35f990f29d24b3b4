import { describe, expect, test } from 'vitest';
import { channelsFolded } from '../../../src/graph/fold.ts';
import { viewIds } from '../../../src/graph/views/ids.ts';
import { viewOf } from '../../../src/graph/views/index.ts';
import { fits, renderViewText } from '../../../src/report/map/text.ts';
import { hostileNames, viewsOf, workspaceCalled } from '../../formats/workspaces.ts';
import { model } from '../lint/models.ts';

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

test('a request is a tree of who waits for whom', async () => {
  const view = small.get('request');
  await expect(view && renderViewText(view, { color: false, columns: 100 })).toMatchFileSnapshot(
    '__snapshots__/request.txt',
  );
});

test('what there is none of is said', () =>
  expect(renderViewText(viewOf('saga', model()), { color: false, columns: 80 })).toBe(
    ' saga of shop: nothing of this kind was found\n',
  ));
