import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawn, htmlOf, launch, openHtml } from './browser.ts';
import { shop } from './shop.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

type Violation = { readonly id: string; readonly nodes: readonly { readonly html: string }[] };

async function violations(page: Page): Promise<string[]> {
  const found: readonly Violation[] = await page.evaluate(async () => {
    const axe: { run: () => Promise<{ violations: readonly Violation[] }> } = Reflect.get(window, 'axe');
    return (await axe.run()).violations;
  });
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

const states = [
  '',
  '#select=service%3Aorders',
  '#finding=aaaabbbbcccc',
  '#table=yes',
  '#from=service%3Agateway&to=service%3Aledger',
];

test.each(
  states.flatMap((fragment) =>
    [
      ['light', 1440],
      ['dark', 1440],
      ['light', 360],
    ].map(([scheme, width]) => [fragment, scheme, width] as const),
  ),
)('axe has nothing to say at %s in %s at %i pixels', async (fragment, scheme, width) => {
  // The policy of the page would keep the checker out, too.
  const html = htmlOf([shop]).replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
  const { page } = await openHtml(browser, html, {
    fragment,
    colorScheme: scheme === 'dark' ? 'dark' : 'light',
    viewport: { width: Number(width), height: 800 },
  });
  await page.evaluate(axe.source);
  expect(await violations(page)).toEqual([]);
  await page.locator('#filter-toggle').click();
  expect(await violations(page)).toEqual([]);
  await page.context().close();
});

test('all of it works with keys alone', async () => {
  const { page } = await openHtml(browser, htmlOf([shop]));
  const active = () =>
    page.evaluate(() => document.activeElement?.getAttribute('data-node') ?? document.activeElement?.id);
  const seen: (string | undefined)[] = [];
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab');
    seen.push(await active());
  }
  for (const id of ['search', 'filter-toggle', 'table-toggle', 'ground-toggle', 'zoom-in', 'panel'])
    expect(seen).toContain(id);
  // One stop for the whole map.
  expect(seen.filter((id) => id?.startsWith('service:')).length).toBeLessThanOrEqual(2);
  await page.locator('.node[tabindex="0"]').focus();
  const from = await active();
  await page.keyboard.press('ArrowRight');
  expect(await active()).not.toBe(from);
  await page.keyboard.press('Enter');
  expect(await page.locator('.node.chosen').getAttribute('data-node')).toBe(await active());
  await page.keyboard.press('f');
  await drawn(page);
  expect(await page.locator('#unfocus').isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await drawn(page);
  expect(await page.locator('#unfocus').isVisible()).toBe(false);
  await page.keyboard.press('t');
  expect(await page.locator('#table table').isVisible()).toBe(true);
  await page.context().close();
});

test('says to who cannot see it what stands on the map', async () => {
  const { page } = await openHtml(browser, htmlOf([shop]));
  expect(await page.getByRole('button', { name: 'orders 1 error service of sales' }).count()).toBe(1);
  await page.keyboard.press('/');
  await page.keyboard.type('zzzz');
  expect(await page.getByRole('status').textContent()).toBe('Nothing found.');
  await page.locator('#table-toggle').click();
  const row = page.getByRole('row', { name: /^orders/ });
  expect(await row.innerText()).toContain('pricing');
  await page.context().close();
});
