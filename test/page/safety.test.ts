import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { htmlOf, launch, openHtml } from './browser.ts';
import { evil, shop } from './shop.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const hostile = {
  ...shop,
  name: evil,
  title: evil,
  findings: shop.findings.map((finding) => ({ ...finding, message: evil, rule: evil, remedy: evil })),
  notes: [evil],
  unresolved: [{ service: evil, what: evil, evidence: [{ file: evil, line: 1, column: 1 }] }],
};
const shown = '<img src=x onerror="alert(1)"></script><script>alert(2)</script>¶\'"`‹U+202E›evil';

test('whatever a workspace calls itself is shown as it is, everywhere, and runs nowhere', async () => {
  const { page, complaints, requests } = await openHtml(
    browser,
    htmlOf([hostile], { source: 'https://github.com/a/b/blob/c/{file}#L{line}' }),
  );
  let dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  expect(await page.locator('h1').innerText()).toBe(shown);
  expect(await page.locator('#panel').innerText()).toContain(shown);
  await page.keyboard.press('/');
  await page.keyboard.type('<img');
  expect(await page.locator('#results').innerText()).toContain(shown);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(150);
  expect(await page.locator('#panel h2').innerText()).toBe(shown);
  await page.locator('#filter-toggle').click();
  await page.locator('#table-toggle').click();
  expect(await page.locator('#table').innerText()).toContain(shown);
  await page.evaluate(() => (location.hash = '#finding=aaaabbbbcccc'));
  await page.waitForTimeout(100);
  expect(await page.locator('#panel h2').innerText()).toBe(shown);
  expect(await page.locator('img, script:not([type]) ~ script, iframe').count()).toBe(0);
  const hrefs = await page.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  expect(hrefs.every((href) => href.startsWith('https://github.com/a/b/blob/c/'))).toBe(true);
  expect(await page.evaluate(() => document.title + document.body.innerText)).not.toContain('\u202e');
  expect([dialogs, complaints, requests.filter((url) => !/^(file|data|blob):/.test(url))]).toEqual([0, [], []]);
  await page.context().close();
});

test('the policy lets nothing else run or load, even where markup got in', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ url }, answer) => {
    asked.push(url);
    answer.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const at = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const smuggled = `<script>window.hacked=1</script><img src="${at}/x.png" onerror="window.hacked=2"><iframe src="${at}/"></iframe>`;
  const html = htmlOf([shop]).replace('<h1 id="name">', `${smuggled}<h1 id="name">`);
  const { page, complaints } = await openHtml(browser, html);
  const sent = await page.evaluate((at) => fetch(`${at}/sent`).then(String, () => 'refused'), at);
  expect(await page.evaluate(() => Reflect.get(window, 'hacked'))).toBeUndefined();
  expect([sent, asked]).toEqual(['refused', []]);
  expect(complaints.length).toBeGreaterThan(1);
  await page.context().close();
  server.close();
});

test('the command writes it from a checkout; neither its secrets nor those of its remote are in it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'msvc-page-'));
  try {
    cpSync('fixtures/workspaces/checkout', folder, { recursive: true });
    writeFileSync(join(folder, '.env'), 'STRIPE_KEY=sk_live_abcdefgh12345678\n');
    const git = (...words: string[]) =>
      spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], { cwd: folder });
    for (const words of [
      ['init', '-q'],
      ['add', '-A'],
      ['commit', '-qm', 'all'],
    ])
      git(...words);
    git('remote', 'add', 'origin', 'https://robot:ghp_abcdefghijklmnop@github.com/shop/shop.git?token=xyz');
    const out = join(folder, 'out', 'map.html');
    const { status, stderr } = spawnSync(process.execPath, [
      'bin/msvc.js',
      'graph',
      folder,
      '--format',
      'html',
      '--output',
      out,
    ]);
    expect([status, String(stderr)]).toEqual([0, expect.stringContaining('map.html')]);
    const html = readFileSync(out, 'utf8');
    for (const secret of ['ghp_', 'robot', 'token=xyz', 'sk_live']) expect(html).not.toContain(secret);
    const { page, complaints } = await openHtml(browser, html);
    await page.locator('.node.service').first().click();
    await page.locator('.way summary').first().click();
    const link = await page.locator('a.place:visible').first().getAttribute('href');
    expect(link).toMatch(/^https:\/\/github\.com\/shop\/shop\/blob\/[0-9a-f]{40}\/\S+/);
    expect(complaints).toEqual([]);
    await page.context().close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the command draws PNG with words in it, and does not print it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'msvc-page-'));
  try {
    const out = join(folder, 'map.png');
    const words = ['bin/msvc.js', 'graph', 'fixtures/workspaces/checkout', '--format', 'png'];
    const { status, stderr } = spawnSync(process.execPath, [...words, '--output', out]);
    expect([status, String(stderr)]).toEqual([0, expect.stringContaining('map.png')]);
    expect(readFileSync(out).subarray(1, 4).toString()).toBe('PNG');
    const printed = spawnSync(process.execPath, words);
    expect([printed.status, String(printed.stderr)]).toEqual([2, expect.stringContaining('MSVC-072')]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
