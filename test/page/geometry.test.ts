import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { htmlOf, launch, openHtml } from './browser.ts';
import { overlaps, spilled } from './geometry.ts';
import { largeView } from './large.ts';
import { shop } from './shop.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test.each([
  ['the shop', shop, ''],
  ['forty services', largeView(40, 80), '#open=all'],
  ['a hundred services, folded', largeView(100, 300), ''],
  ['a hundred and sixty services, unfolded', largeView(160, 400), '#open=all'],
])('no words lie on others, and none stick out: %s', async (_, view, fragment) => {
  const { page } = await openHtml(browser, htmlOf([view]), { fragment });
  expect(await overlaps(page)).toEqual([]);
  expect(await spilled(page)).toEqual([]);
  await page.context().close();
});

test.each([
  [360, 740],
  [768, 1024],
  [3840, 2160],
])('nothing is cut off or scrolls sideways at %i by %i', async (width, height) => {
  const { page } = await openHtml(browser, htmlOf([shop, { ...shop, id: 'events' }]), { viewport: { width, height } });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  for (const id of ['search', 'filter-toggle', 'table-toggle', 'help-toggle', 'zoom-fit', 'legend']) {
    const box = await page.locator(`#${id}`).boundingBox();
    expect([id, box !== null && box.x >= 0 && box.x + box.width <= width && box.y + box.height <= height]).toEqual([
      id,
      true,
    ]);
  }
  const map = await page.locator('#map').boundingBox();
  expect(map?.height).toBeGreaterThan(height * 0.6);
  await page.context().close();
});
