import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { drawn, htmlOf, launch, openHtml, type Opened } from './browser.ts';
import { overlaps, spilled } from './geometry.ts';
import { request } from './request.ts';

let browser: Browser;
let opened: Opened | undefined;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
afterEach(async () => {
  const complaints = opened?.complaints ?? [];
  await opened?.page.context().close();
  expect(complaints).toEqual([]);
});

async function open(options: Parameters<typeof openHtml>[2] = {}, isOpen = false): Promise<Page> {
  const html = htmlOf([request]);
  // The policy of the page would keep the checker out, too.
  opened = await openHtml(
    browser,
    isOpen ? html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '') : html,
    options,
  );
  return opened.page;
}
const lit = (page: Page): Promise<readonly string[]> =>
  page.locator('path.line.lit').evaluateAll((all) => all.map((one) => one.getAttribute('data-line') ?? ''));
const panel = (page: Page): Promise<string> => page.locator('#panel').innerText();

test('who takes part stands side by side, and messages follow each other downwards', async () => {
  const page = await open();
  const boxes = await page
    .locator('.nodes .node .box')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().x));
  expect(boxes).toEqual(boxes.toSorted((a, b) => a - b));
  const heights = await page
    .locator('#plane path.line')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  expect(heights).toEqual(heights.toSorted((a, b) => a - b));
  expect(await page.locator('.framename').allTextContents()).toEqual(['in a loop', 'side by side', 'sometimes']);
  expect(await page.locator('#plane').textContent()).toContain('timeout 250 ms · 3 attempts');
});

test('no words lie on others, and none stick out', async () => {
  const page = await open();
  expect(await overlaps(page)).toEqual([]);
  expect(await spilled(page)).toEqual([]);
});

test('a message tells how it waits and where that stands; its answer is lit with it', async () => {
  const page = await open();
  await page.locator('.hit[data-line="step:3"]').dispatchEvent('click');
  expect(await lit(page)).toEqual(['step:3', 'step:4']);
  const text = await panel(page);
  for (const part of ['step 4', 'GET /stock', 'timeout 250 ms', '3 attempts', 'services/service:orders/src/place.ts:7'])
    expect(text).toContain(part);
  expect(new URL(page.url()).hash).toBe('#select=step%3A3');
});

test('somebody who takes part lights up all that goes to and fro', async () => {
  const page = await open({ fragment: '#select=service%3Astock' });
  expect(await lit(page)).toEqual(['step:3', 'step:4']);
});

test('only those around somebody, with the messages between them', async () => {
  const page = await open({ fragment: '#focus=service%3Astock' });
  expect(await page.locator('.nodes .node').count()).toBe(2);
  expect(await page.locator('#plane path.line').count()).toBe(2);
  expect(await page.locator('.label').first().textContent()).toContain('GET /stock');
});

test('the steps can be walked through with keys alone', async () => {
  const page = await open();
  const first = page.locator('#panel .step').first();
  await first.focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await lit(page)).toEqual(['step:1', 'step:7']);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2');
  await page.keyboard.press('Escape');
  expect(await lit(page)).toEqual([]);
});

test('the table tells the steps in their order', async () => {
  const page = await open({ fragment: '#table=yes' });
  const rows = await page.locator('#table tbody tr').allInnerTexts();
  expect(rows).toHaveLength(7);
  expect(rows[3]).toMatch(
    /^4\torders\twaits for\tstock\tGET \/stock\tin a loop, side by side, timeout 250 ms, 3 attempts/,
  );
});

test.each([
  ['light', 1440, ''],
  ['dark', 1440, '#select=step%3A3'],
  ['light', 360, ''],
  ['dark', 3840, '#table=yes'],
] as const)('axe has nothing to say in %s at %i pixels %s', async (colorScheme, width, fragment) => {
  const page = await open({ colorScheme, fragment, viewport: { width, height: width > 3000 ? 2160 : 800 } }, true);
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const axe: { run: () => Promise<{ violations: readonly { readonly id: string }[] }> } = Reflect.get(window, 'axe');
    return (await axe.run()).violations.map(({ id }) => id);
  });
  expect(found).toEqual([]);
});

test('is legible on a small screen, and begins at its top', async () => {
  const page = await open({ viewport: { width: 360, height: 740 } });
  await drawn(page);
  const head = await page.locator('.nodes .node').first().boundingBox();
  const stage = await page.locator('#stage').boundingBox();
  expect(head && stage && head.y - stage.y).toBeLessThan(60);
  const label = await page.locator('.label').first().boundingBox();
  expect(label?.height).toBeGreaterThan(7);
});

test('is saved as it is seen', async () => {
  const page = await open({ acceptDownloads: true });
  await page.locator('#export summary').click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#export-svg').click()]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
  expect(Buffer.concat(chunks).toString()).toContain('side by side');
});
