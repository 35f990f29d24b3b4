import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { View } from '../../src/graph/types.ts';
import { drawn, htmlOf, launch, openHtml, type Opened } from './browser.ts';
import { largeView } from './large.ts';
import { shop } from './shop.ts';

let browser: Browser;
let opened: Opened | undefined;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
afterEach(async () => {
  const complaints = opened?.complaints ?? [];
  await opened?.page.context().close();
  opened = undefined;
  expect(complaints).toEqual([]);
});

const source = 'https://github.com/shop/shop/blob/0123/{file}#L{line}';
async function open(views: readonly View[] = [shop], options: Parameters<typeof openHtml>[2] = {}): Promise<Page> {
  opened = await openHtml(browser, htmlOf(views, { source }), options);
  return opened.page;
}
const node = (page: Page, name: string) => page.locator(`.node[data-node="service:${name}"]`);
const names = async (page: Page): Promise<string[]> =>
  (
    await page.locator('.nodes .node').evaluateAll((list) => list.map((one) => one.getAttribute('data-node') ?? ''))
  ).sort();
const lit = async (page: Page): Promise<string[]> =>
  (
    await page.locator('.node.lit').evaluateAll((list) => list.map((one) => one.getAttribute('data-node') ?? ''))
  ).sort();
const panel = (page: Page): Promise<string> => page.locator('#panel').innerText();

test('asks nothing of the network', async () => {
  const page = await open();
  await page.waitForTimeout(200);
  expect(opened?.requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
});

test('lines and marks can be told apart without colour', async () => {
  const page = await open();
  const styleOf = (kind: string, property: string) =>
    page
      .locator(`.lines .line.${kind}`)
      .first()
      .evaluate((line, property) => getComputedStyle(line).getPropertyValue(property), property);
  expect(await styleOf('sync', 'stroke-dasharray')).toBe('none');
  expect(await styleOf('async', 'stroke-dasharray')).not.toBe('none');
  expect(await styleOf('async', 'marker-end')).not.toBe(await styleOf('sync', 'marker-end'));
  const widths = await page.evaluate(() =>
    ['service:gateway > sync > service:orders', 'service:orders > sync > service:pricing'].map((id) =>
      Number(document.querySelector(`.line[data-line="${id}"]`)?.getAttribute('stroke-width')),
    ),
  );
  expect(widths[0]).toBeGreaterThan(widths[1] ?? 0);
});

test('channels between the same services are one, and a context is a region', async () => {
  const page = await open();
  expect(await page.locator('.node.channel').count()).toBe(1);
  expect(await page.locator('.regionname').allTextContents()).toEqual(['sales']);
});

test('/ searches by name, arrows choose, Enter goes there', async () => {
  const page = await open();
  await page.keyboard.press('/');
  await page.keyboard.type('or');
  expect(await page.locator('#results li').first().innerText()).toContain('orders');
  await page.keyboard.press('ArrowDown');
  expect(await page.locator('#search').getAttribute('aria-activedescendant')).toBe('result-1');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await drawn(page);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-node'))).toBe('service:orders');
  expect(await panel(page)).toContain('POST /orders');
  expect(new URL(page.url()).hash).toContain('select=service%3Aorders');
});

test('a click lights the neighbours and says everything with its place', async () => {
  const page = await open();
  await node(page, 'orders').click();
  expect(await lit(page)).toEqual([
    'channel:order.placed +1',
    'service:gateway',
    'service:orders',
    'service:pricing',
    'store:db/orders',
  ]);
  const text = await panel(page);
  for (const part of ['@shop/sales', 'Waits for', 'Waited for by', 'Sends to', 'Keeps data in', 'Offers'])
    expect(text).toContain(part);
  const link = page.locator('a.place', { hasText: 'services/orders/src/routes.ts:12' });
  expect(await link.getAttribute('href')).toBe(
    'https://github.com/shop/shop/blob/0123/services/orders/src/routes.ts#L12',
  );
  await page.locator('#stage').click({ position: { x: 500, y: 20 } });
  expect(await lit(page)).toEqual([]);
});

test('a line tells what passes on it', async () => {
  const page = await open();
  await page.evaluate(() =>
    document
      .querySelector('.hit[data-line="service:gateway > sync > service:orders"]')
      ?.dispatchEvent(new MouseEvent('click', { bubbles: true })),
  );
  const text = await panel(page);
  for (const part of ['gateway', 'orders', 'POST /orders', 'GET /orders', 'services/gateway/src/calls.ts:11'])
    expect(text).toContain(part);
});

test('only its neighbours, wider, and all again', async () => {
  const page = await open();
  await node(page, 'ledger').dblclick();
  await drawn(page);
  expect(await names(page)).toEqual(['service:ledger', 'service:payments', 'store:db/ledger']);
  await page.getByRole('button', { name: 'Wider' }).click();
  await drawn(page);
  expect(await names(page)).toContain('service:orders');
  await page.locator('#unfocus').click();
  await drawn(page);
  expect((await names(page)).length).toBe(10);
});

test.each([
  ['kind', 'job', ['service:reports']],
  ['context', 'sales', ['service:orders', 'service:pricing', 'store:db/orders']],
  ['owner', '@shop/money', ['service:ledger', 'service:payments', 'store:db/ledger']],
  ['protocol', 'kafka', ['channel:order.placed +1', 'service:orders', 'service:payments']],
  ['finding', 'sync-cycle', ['service:orders', 'service:pricing', 'store:db/orders']],
] as const)('filters by %s', async (filter, value, left) => {
  const page = await open();
  await page.locator('#filter-toggle').click();
  await page.locator(`#filters input[name="${filter}"][value="${value}"]`).check();
  await drawn(page);
  expect((await names(page)).filter((name) => !name.startsWith('channel') || filter === 'protocol')).toEqual(left);
  expect(await page.locator('#filter-count').innerText()).toBe('1');
  await page.locator('#filter-clear').click();
  await drawn(page);
  expect((await names(page)).length).toBe(10);
});

test('finds the way between two services, past a channel, and says where there is none', async () => {
  const page = await open();
  await node(page, 'gateway').click();
  await page.getByRole('button', { name: 'Path from here' }).click();
  await node(page, 'ledger').click();
  expect(await lit(page)).toEqual([
    'channel:order.placed +1',
    'service:gateway',
    'service:ledger',
    'service:orders',
    'service:payments',
  ]);
  expect(await panel(page)).toContain('4 steps');
  await page.getByRole('button', { name: 'Other way round' }).click();
  expect(await panel(page)).toContain('No way');
});

test('circles are counted, listed and lit', async () => {
  const page = await open();
  await page.locator('#cycles-toggle').click();
  expect(await lit(page)).toEqual(['service:orders', 'service:pricing']);
  expect(await panel(page)).toContain('wait for each other');
  await page.keyboard.press('Escape');
  expect(await lit(page)).toEqual([]);
});

test('a finding opens its proof', async () => {
  const page = await open();
  expect(await page.locator('.node[data-node="service:orders"] .mark.error').count()).toBe(1);
  await page.locator('.finding').first().click();
  expect(await lit(page)).toEqual(['service:orders', 'service:pricing']);
  const text = await panel(page);
  for (const part of ['services/orders/src/place.ts:33', 'asks back', 'Turn one call', 'msvc explain aaaabbbbcccc'])
    expect(text).toContain(part);
});

test('an address brings back what it was copied from', async () => {
  const fragment = '#select=service%3Apayments&focus=service%3Apayments&depth=2&protocol=kafka&protocol=grpc';
  const page = await open([shop], { fragment });
  expect(await page.locator('.node.chosen').getAttribute('data-node')).toBe('service:payments');
  expect(await names(page)).toContain('service:orders');
  expect(await names(page)).not.toContain('service:reports');
  await page.evaluate(() => (location.hash = '#table=yes'));
  await page.waitForTimeout(100);
  expect(await page.locator('#table tbody tr').count()).toBe(10);
});

test.each(['#view=nothing&select=nobody&focus=nobody&depth=-7', '#%E0%A4%A', '#finding=none&from=a&to=b'])(
  'an address that names nothing still shows the map: %s',
  async (fragment) => {
    const page = await open([shop], { fragment });
    expect((await names(page)).length).toBe(10);
  },
);

test('the view is switched, and with it what there is to filter', async () => {
  const events: View = { ...shop, id: 'events', nodes: shop.nodes.slice(1, 4), lines: [], groups: [] };
  const page = await open([shop, events]);
  await page.getByRole('button', { name: 'Events' }).click();
  await drawn(page);
  expect(await names(page)).toEqual(['service:orders', 'service:payments', 'service:pricing']);
  expect(new URL(page.url()).hash).toBe('#view=events');
});

test('light and dark follow the machine until they are switched', async () => {
  const page = await open([shop], { colorScheme: 'dark' });
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const dark = await ground();
  await page.locator('#ground-toggle').click();
  expect(await ground()).toBe('rgb(255, 255, 255)');
  expect(dark).not.toBe('rgb(255, 255, 255)');
});

test('groups fold and unfold', async () => {
  const page = await open();
  await page.locator('.fold').first().click();
  await drawn(page);
  expect(await names(page)).toContain('context:sales');
  expect(await names(page)).not.toContain('service:orders');
  expect(await page.locator('.line[data-line="service:gateway > sync > context:sales"]').count()).toBe(1);
  await page.locator('.node.context').dblclick();
  await drawn(page);
  expect(await names(page)).toContain('service:orders');
});

test('what is searched for in a folded group is unfolded', async () => {
  const page = await open([largeView(200, 400)]);
  expect(await page.locator('.node.context').count()).toBe(10);
  await page.keyboard.press('/');
  await page.keyboard.type('service-0042');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(100);
  await drawn(page);
  expect(await names(page)).toContain('service:service-0042');
  expect(await page.locator('.node.context').count()).toBe(9);
});

test.each(['svg', 'png'] as const)('saves what is shown as %s', async (format) => {
  const page = await open([shop], { acceptDownloads: true, fragment: '#focus=service%3Aledger' });
  await page.locator('#export summary').click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator(`#export-${format}`).click()]);
  expect(download.suggestedFilename()).toBe(`shop-services.${format}`);
  const bytes = readFileSync(await download.path());
  if (format === 'svg') {
    expect(bytes.toString()).toContain('>ledger<');
    expect(bytes.toString()).not.toContain('>gateway<');
    expect(bytes.toString()).not.toContain('var(');
  } else {
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(bytes.length).toBeGreaterThan(5000);
  }
});

test('prints the map on paper, with the table below it', async () => {
  const page = await open();
  const pdf = await page.pdf({ preferCSSPageSize: true });
  expect(pdf.subarray(0, 4).toString()).toBe('%PDF');
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.tools').isVisible()).toBe(false);
  expect(await page.locator('#plane svg').isVisible()).toBe(true);
});

test('is drawn by wheel, drag and buttons', async () => {
  const page = await open();
  const where = () =>
    page.locator('#plane').evaluate((plane) => (plane instanceof HTMLElement ? plane.style.transform : ''));
  const first = await where();
  await page.mouse.move(600, 500);
  await page.mouse.wheel(0, -300);
  const nearer = await where();
  expect(nearer).not.toBe(first);
  await page.mouse.move(40, 600);
  await page.mouse.down();
  await page.mouse.move(140, 640, { steps: 4 });
  await page.mouse.up();
  expect(await where()).not.toBe(nearer);
  await page.locator('#zoom-fit').click();
  expect(await where()).toBe(first);
});
