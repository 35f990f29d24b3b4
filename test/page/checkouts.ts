// The page of real checkouts in Chromium, view by view, folded and unfolded: no words on others, none that stick out, no
// complaint of the browser. Nothing of a checkout is run.
//
//   node .ci/ready.mjs test/page/checkouts.ts path/to/a/checkout…
import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import process from 'node:process';
import type { Browser } from 'playwright-core';
import { launch, openHtml } from './browser.ts';
import { overlaps, spilled } from './geometry.ts';

const command = join(import.meta.dirname, '..', '..', 'bin', 'msvc.js');
const fragments = ['', '#open=all', '#view=contexts', '#view=events&open=all', '#view=data&open=all', '#view=deploy'];

function pageOf(folder: string): string {
  const words = [command, 'graph', folder, '--format', 'html'];
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(stderr.slice(0, 500));
  return stdout;
}

async function complaintsOf(browser: Browser, html: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const fragment of fragments) {
    const { page, complaints, requests } = await openHtml(browser, html, { fragment });
    const said = [
      ...(await overlaps(page)).map((words) => `overlap: ${words}`),
      ...(await spilled(page)).map((words) => `sticks out: ${words}`),
      ...complaints,
      ...requests.filter((address) => !address.startsWith('file:')).map((address) => `asked for ${address}`),
    ];
    found.push(...said.map((words) => `${fragment || '#'} ${words}`));
    await page.context().close();
  }
  return found;
}

const browser = await launch();
let [pages, wrong] = [0, 0];
try {
  for (const folder of process.argv.slice(2)) {
    const found = await complaintsOf(browser, pageOf(folder)).catch((error: unknown) => [String(error)]);
    for (const words of found) console.log(`✖ ${basename(folder)} ${words.replace(/\s+/g, ' ').slice(0, 300)}`);
    [pages, wrong] = [pages + 1, wrong + found.length];
  }
} finally {
  await browser.close();
}
console.log(`${pages} pages, ${wrong} complaints`);
process.exitCode = wrong > 0 ? 1 : 0;
