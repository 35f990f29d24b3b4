#!/usr/bin/env node
// Types, linter, formatter, our own architecture, unit tests: side by side, every failure shown.
//
//   npm run check                        all of them
//   npm run check -- --without unit      all but one
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

const checks = {
  types: ['node', 'node_modules/typescript-native/bin/tsc', '--noEmit'],
  page: ['node', 'node_modules/typescript-native/bin/tsc', '--noEmit', '--project', 'src/page'],
  'page tests': ['node', 'node_modules/typescript-native/bin/tsc', '--noEmit', '--project', 'test/page'],
  lint: ['oxlint', '--deny-warnings'],
  format: ['oxfmt', '--check'],
  architecture: [
    'depcruise',
    'src',
    'rules',
    'templates',
    'bin',
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'err',
  ],
  contracts: ['buf', 'format', '--diff', '--exit-code', 'templates/workspace/files/chassis/proto'],
  unit: ['vitest', 'run', '--project', 'unit', '--reporter', 'dot'],
};

function run([command, ...words]) {
  return new Promise((done) => {
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => done({ code: 1, output: error.message }));
    child.on('close', (code) => done({ code, output }));
  });
}

const started = Date.now();
const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1);
const { without = [] } = parseArgs({ options: { without: { type: 'string', multiple: true } } }).values;
const waiting = Object.entries(checks).filter(([name]) => !without.includes(name));
const chosen = waiting.length;
let failed = 0;
async function worker() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [name, words] = next;
    const since = Date.now();
    const { code, output } = await run(words);
    if (code !== 0) failed += 1;
    console.log(`${code === 0 ? '✓' : '✖'} ${name.padEnd(13)}${seconds(since)} s`);
    if (code !== 0) console.log(output);
  }
}
await Promise.all([worker(), worker()]);
console.log(failed ? `${failed} of ${chosen} checks failed` : `all checks passed in ${seconds(started)} s`);
process.exitCode = failed ? 1 : 0;
