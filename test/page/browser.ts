import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { chromiumPath } from '../../.ci/chromium.ts';
import type { View } from '../../src/graph/types.ts';
import type { PageData } from '../../src/graph/types-page.ts';
import { renderPage } from '../../src/report/html/page.ts';

/** The Chromium that pages are tested in. */
export function launch(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('There is no Chromium here; CHROMIUM may name one.');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

const dist = join(import.meta.dirname, '..', '..', 'dist', 'page');
const parts = {
  html: readFileSync(join(dist, 'page.html'), 'utf8'),
  style: readFileSync(join(dist, 'style.css'), 'utf8'),
  script: readFileSync(join(dist, 'page.js'), 'utf8'),
};

/** A page of views, as the command makes it. */
export const htmlOf = (views: readonly View[], rest: Partial<PageData> = {}): string =>
  renderPage(
    {
      version: 1,
      name: views[0]?.name ?? '',
      findings: views[0]?.findings ?? [],
      unresolved: views[0]?.unresolved ?? [],
      views: views.map((view) => ({ ...view, findings: undefined, unresolved: undefined })),
      ...rest,
    },
    parts,
  );

export type Opened = {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
};

/** Opens a page from disk, and listens to everything that it complains of or asks for. */
export async function openHtml(
  browser: Browser,
  html: string,
  { fragment = '', ...options }: BrowserContextOptions & { readonly fragment?: string } = {},
): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'msvc-page-'));
  const file = join(folder, 'map.html');
  writeFileSync(file, html);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (error) => void complaints.push(error.message));
  page.on('request', (request) => void requests.push(request.url()));
  page.on('close', () => rmSync(folder, { recursive: true, force: true }));
  await page.goto(`${pathToFileURL(file)}${fragment}`);
  await drawn(page);
  return { page, complaints, requests };
}

/** Waits until the map that the state asks for is on the screen. */
export async function drawn(page: Page): Promise<void> {
  await page.waitForTimeout(60);
  await page.waitForFunction(
    () =>
      document.documentElement.dataset['drawn'] !== undefined &&
      document.getElementById('stage')?.getAttribute('aria-busy') === 'false',
  );
}
