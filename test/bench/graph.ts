// Measures `msvc graph` from a warm cache to the finished file, for forty services. Writes its part of docs/benchmarks.md:
//
//   npm run bench:graph
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { mapFormats, type MapFormat } from '../../src/report/map/formats.ts';
import { generate } from './generate.ts';
import { writePart } from './part.ts';

const [services, rounds] = [40, 9];
/** Seconds, as the map's readers were promised; a picture was promised nothing, and one of pixels takes its pixels' time. */
const asked: Readonly<Partial<Record<MapFormat, number>>> = { html: 1.5, svg: Infinity };
const most = (format: MapFormat): number => asked[format] ?? 0.6;
const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'msvc-bench-graph-'));
const workspace = join(folder, 'shop');

function ran(...words: readonly string[]): number {
  const before = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') },
  });
  if (status !== 0) throw new Error(stderr);
  return (performance.now() - before) / 1000;
}

const drawn = (format: MapFormat): number =>
  ran(join(root, 'bin/msvc.js'), 'graph', workspace, '--format', format, '--output', join(folder, 'map'));
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

try {
  generate(services, workspace);
  drawn('json');
  const rows = mapFormats
    .filter((format) => format !== 'png')
    .map((format) => {
      const spent = median(Array.from({ length: rounds }, () => drawn(format)));
      const limit = most(format);
      const verdict = limit === Infinity ? '' : spent < limit ? 'met' : '**missed**';
      return `| ${format} | ${limit === Infinity ? '' : `under ${limit} s`} | ${spent.toFixed(2)} s | ${verdict} |`;
    });
  const text = `## The map as a file

Written by \`npm run bench:graph\`: ${services} services (\`test/bench/generate.ts\`), nothing changed since the last run, from the start of Node to
the finished file, the median of ${rounds}. ${availableParallelism()} cores, Node ${process.versions.node}; load average ${loadavg()[0]?.toFixed(1)}.

| format | asked | measured | |
| --- | --- | ---: | --- |
${rows.join('\n')}
`;
  writePart(join(root, 'docs/benchmarks.md'), 'graph', text);
  console.log(text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
