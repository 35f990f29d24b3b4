#!/usr/bin/env node
// Every suite that needs nothing but npm's registry. A suite that needs more says what is missing, by name, at the end.
//
//   npm test                 all of them
//   npm test -- e2e          one of them
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumPath } from './chromium.ts';

/** `needs` answers with what is missing on this machine, or nothing. */
const suites = [
  { name: 'unit', needs: () => undefined },
  { name: 'page', needs: () => (chromiumPath() ? undefined : 'there is no Chromium: apt-get install chromium') },
  { name: 'fuzz', needs: () => undefined },
  { name: 'formats', needs: () => node(join('test', 'formats', 'tools', 'missing.ts')) },
  { name: 'e2e', needs: () => undefined },
];

/** What a script says is missing; it fetches what it can. */
function node(script) {
  const { stdout, status } = spawnSync(process.execPath, [script], { encoding: 'utf8', timeout: 900_000 });
  return status === 0 ? stdout.trim() || undefined : 'its tools could not be installed';
}

/** Suites run without a server that a machine does not have; then its tests are skipped, and that is said. */
function missingServers() {
  if (!running.some(({ name }) => name === 'e2e')) return [];
  const script = "import('./test/servers/servers.ts').then(({ missing }) => console.log(JSON.stringify(missing())))";
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  return JSON.parse(stdout || '[]');
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(', ')}; there are ${suites.map((suite) => suite.name).join(', ')}.`);
  process.exit(2);
}
const chosen = suites.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const notRun = chosen.map(({ name, needs }) => ({ name, missing: needs() })).filter(({ missing }) => missing);
const running = chosen.filter(({ name }) => !notRun.some((other) => other.name === name));

const folder = mkdtempSync(join(tmpdir(), 'msvc-test-'));
const totals = { passed: 0, failed: 0, skipped: 0 };
let broken = false;
try {
  if (spawnSync(process.execPath, [join(import.meta.dirname, 'build.mjs')], { stdio: 'inherit' }).status !== 0)
    process.exit(1);
  for (const { name } of running) {
    const file = join(folder, `${name}.json`);
    const words = [
      'vitest',
      'run',
      '--project',
      name,
      '--reporter',
      'default',
      '--reporter',
      'json',
      '--outputFile.json',
      file,
    ];
    const { status } = spawnSync(words[0], words.slice(1), { stdio: 'inherit', shell: process.platform === 'win32' });
    if (status !== 0) broken = true;
    const result = JSON.parse(readFileSync(file, 'utf8'));
    totals.passed += result.numPassedTests;
    totals.failed += result.numFailedTests;
    totals.skipped += result.numPendingTests;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const sentence of missingServers()) console.log(`not run: the tests with a server that is not here: ${sentence}`);
for (const { name, missing } of notRun) console.log(`not run: ${name}, because ${missing}`);
if (totals.passed === 0) broken = true;
console.log(`${totals.passed} passed, ${totals.failed} failed${totals.skipped ? `, ${totals.skipped} skipped` : ''}`);
process.exitCode = broken ? 1 : 0;
