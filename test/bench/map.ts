// Measures the page: layout and file at three sizes, and how it opens and pans in Chromium. Writes its part of docs/benchmarks.md:
//
//   npm run bench:page
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { layoutOf } from '../../src/graph/layout/layout.ts';
import { sketchOf } from '../../src/graph/sketch.ts';
import { shownOf } from '../../src/page/shown.ts';
import { initialState } from '../../src/page/state.ts';
import { htmlOf, launch } from '../page/browser.ts';
import { largeView } from '../page/large.ts';
import { writePart } from './part.ts';

const sizes = [
  [10, 20],
  [100, 300],
  [1000, 5000],
] as const;
const rounds = 3;

type Row = { readonly cells: readonly string[] };
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const repeated = async (measure: () => Promise<number>): Promise<number> => {
  const values: number[] = [];
  for (let round = 0; round < rounds; round += 1) values.push(await measure());
  return median(values);
};
const ms = (value: number): string => `${Math.round(value)} ms`;

async function row(browser: Browser, folder: string, [services, edges]: readonly [number, number]): Promise<Row> {
  const view = largeView(services, edges);
  const html = htmlOf([view]);
  const file = join(folder, `${services}.html`);
  writeFileSync(file, html);
  const layout = (open: 'auto' | 'all') =>
    repeated(async () => {
      const before = performance.now();
      await layoutOf(sketchOf(shownOf(view, { ...initialState('services'), open }).view));
      return performance.now() - before;
    });
  const boxes = shownOf(view, initialState('services')).view.nodes.length;
  const opening = await repeated(() => opened(browser, file, async () => undefined));
  const unfolding = await repeated(async () => {
    let spent = 0;
    await opened(browser, file, async (page) => void (spent = await unfolded(page)));
    return spent;
  });
  let frames = { median: 0, worst: 0 };
  await opened(browser, file, async (page) => {
    frames = await page.evaluate(pan);
  });
  return {
    cells: [
      `${services} / ${edges}`,
      String(boxes),
      ms(await layout('auto')),
      ms(await layout('all')),
      `${Math.round(html.length / 1000)} kB`,
      ms(opening),
      ms(unfolding),
      `${ms(frames.median)} / ${ms(frames.worst)}`,
    ],
  };
}

type Page = Awaited<ReturnType<Browser['newPage']>>;

/** Milliseconds from the address to the finished map. */
async function opened(browser: Browser, file: string, then: (page: Page) => Promise<void>): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto('about:blank');
  const before = performance.now();
  await page.goto(String(pathToFileURL(file)));
  await page.waitForFunction(
    () =>
      document.documentElement.dataset['drawn'] !== undefined &&
      document.getElementById('stage')?.getAttribute('aria-busy') === 'false',
  );
  const spent = performance.now() - before;
  await then(page);
  await page.close();
  return spent;
}

/** Milliseconds from asking for everything to its being drawn. */
async function unfolded(page: Page): Promise<number> {
  const before = performance.now();
  await page.evaluate("location.hash = 'open=all&depth=2'");
  await page.waitForFunction(() => document.documentElement.dataset['drawn'] === '2');
  return performance.now() - before;
}

/** Drags the map for sixty frames: the median and the worst time of a frame. */
const pan = `new Promise((done) => {
  const times = [];
  let last = performance.now();
  stage.setPointerCapture = () => {};
  const say = (type, n) => stage.dispatchEvent(new PointerEvent(type, { pointerId: 1, button: 0, bubbles: true,
    clientX: 500 + Math.sin(n / 8) * 300, clientY: 400 + Math.cos(n / 8) * 200 }));
  say('pointerdown', 0);
  const step = () => {
    times.push(performance.now() - last);
    last = performance.now();
    say('pointermove', times.length);
    if (times.length < 60) return requestAnimationFrame(step);
    say('pointerup', 60);
    times.sort((a, b) => a - b);
    done({ median: times[30], worst: times[59] });
  };
  requestAnimationFrame(step);
})` as unknown as () => Promise<{ median: number; worst: number }>; // it runs in the browser, whose types are not known here

const folder = mkdtempSync(join(tmpdir(), 'msvc-bench-page-'));
const browser = await launch();
try {
  const rows: Row[] = [];
  for (const size of sizes) rows.push(await row(browser, folder, size));
  const about = `Written by \`npm run bench:page\`: a made-up system in contexts of twenty services (test/page/large.ts), the median of
${rounds} rounds. ${availableParallelism()} cores, Node ${process.versions.node}, Chromium ${browser.version()} without a graphics card; load average ${loadavg()[0]?.toFixed(1)}.
Asked: at 1,000 services and 5,000 edges under 3 MB, open in under 2 s.

| services / edges | boxes at first | layout at first | layout, all unfolded | file | opens in | unfolds in | a frame of panning: median / worst |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows.map(({ cells }) => `| ${cells.join(' | ')} |`).join('\n')}
`;
  const text = `## The page\n\n${about}`;
  writePart(join(import.meta.dirname, '../../docs/benchmarks.md'), 'page', text);
  console.log(text);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
