import axe from 'axe-core';
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { commands, fixtures, waiting } from '../demo/story.ts';
import { generatedWorkspace, type GeneratedWorkspace } from '../e2e/generated/workspace.ts';
import { drawn, launch, openHtml, type Opened } from './browser.ts';

const clone = resolve(import.meta.dirname, '../..');
const recorded = join(clone, 'fixtures/traces/shop.otlp.json');
let browser: Browser;
let shop: GeneratedWorkspace;
let opened: Opened | undefined;
/** The demo's workspace, committed; then orders calls payments, too, and says so in its code. */
const pages = { blind: '', traced: '', changed: '' };

beforeAll(async () => {
  browser = await launch();
  const [, ...later] = commands;
  shop = await generatedWorkspace(
    later.map(({ words }) => words),
    { isInstalled: false },
  );
  cpSync(join(clone, fixtures), shop.path, { recursive: true });
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], { cwd: shop.path });
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', 'first');
  pages.blind = await pageOf('--traces', recorded);
  expect(await shop.msvc(...waiting.words)).toMatchObject({ status: 0 });
  pages.traced = await pageOf('--traces', recorded);
  pages.changed = await pageOf('--diff', 'main');
}, 240_000);
afterAll(async () => {
  await browser.close();
  await shop.remove();
});
afterEach(async () => {
  const complaints = opened?.complaints ?? [];
  await opened?.page.context().close();
  expect(complaints).toEqual([]);
});

async function pageOf(...words: readonly string[]): Promise<string> {
  const file = join(shop.path, '..', 'map.html');
  expect(await shop.msvc('graph', '--format', 'html', '--output', file, ...words)).toMatchObject({ status: 0 });
  return readFileSync(file, 'utf8');
}
async function open(html: string, fragment = ''): Promise<Page> {
  const loose = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
  opened = await openHtml(browser, loose, { fragment });
  return opened.page;
}
const classOf = (page: Page, line: string) => page.locator(`.lines .line[data-line="${line}"]`).getAttribute('class');
const panel = (page: Page): Promise<string> => page.locator('#panel').innerText();
const call = 'service:orders > sync > service:payments';

test('what traces tell and the code does not stands on the map and at the head of the panel', async () => {
  const page = await open(pages.blind);
  expect(await classOf(page, call)).toContain('seen-unknown');
  expect(await page.locator('.labelled', { hasText: 'not on the map · 8×' }).count()).toBe(1);
  expect(await panel(page)).toMatch(/Seen, not on the map\s*1[\s\S]*payments[\s\S]*not on the map, seen 8 times · p50/);
});

test('a known call tells how often, how long, and how often in vain', async () => {
  const page = await open(pages.traced, `#select=${encodeURIComponent(call)}`);
  expect(await classOf(page, call)).toContain('seen-seen');
  expect(await panel(page)).toMatch(/seen 8 times · p50 [\d.]+ ms · p99 [\d.]+ ms · 1 failed/);
  expect(await page.locator('.labelled', { hasText: /grpc · 8× · p99 [\d.]+ ms · 1 failed/ }).count()).toBe(1);
});

test('what was never seen is faint, listed and explained', async () => {
  const page = await open(pages.traced);
  const never = 'service:inventory > async > channel:message:inventory.v1.StockRejected';
  expect(await classOf(page, never)).toContain('seen-unseen');
  expect(await panel(page)).toContain('Dead, rare, or not recorded.');
  expect(await page.locator('#legend').innerText()).toContain('faint: never seen');
});

test('traces are laid over events, too; other views of the page stay as they are', async () => {
  const page = await open(pages.traced);
  for (const [name, count] of [
    ['Events', true],
    ['Data', false],
  ] as const) {
    await page.getByRole('button', { name, exact: true }).click();
    await drawn(page);
    expect((await page.locator('#plane [class*="seen-"]').count()) > 0).toBe(count);
  }
});

test('what a branch changed is marked, listed, and said without colour', async () => {
  const page = await open(pages.changed);
  expect(await classOf(page, call)).toContain('change-added');
  expect(await page.locator('.labelled', { hasText: '+ grpc' }).count()).toBe(1);
  expect(await panel(page)).toMatch(/Added\s*1[\s\S]*orders[\s\S]*payments/);
  expect(await page.locator('#legend').innerText()).toContain('+ added');
  await page.locator('#panel .laid .to').first().click();
  expect(await panel(page)).toContain('services/payments');
});

test.each(['blind', 'traced', 'changed'] as const)('axe has nothing to say: %s', async (name) => {
  const page = await open(pages[name]);
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const axe: { run: () => Promise<{ violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[] }> } = Reflect.get(window, 'axe');
    return (await axe.run()).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
  });
  expect(found).toEqual([]);
}); // prettier-ignore
