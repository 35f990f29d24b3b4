#!/usr/bin/env node
// Makes a fresh clone ready and runs one script on the pinned Node, on any machine with Node 20 or newer and npm's registry.
//
//   node .ci/ready.mjs <script> [words…]
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };

/** npm writes what it installed; where that differs from the lock file, or is absent, install. */
function isInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const want = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(want).every(
    ([path, entry]) => path === '' || entry.optional || have[path]?.version === entry.version,
  );
}

function run(command, words, shell = false) {
  const { status, error } = spawnSync(command, words, { cwd: root, env, stdio: 'inherit', shell });
  if (error) console.error(`${command}: ${error.message}`);
  return status ?? 1;
}

if (!isInstalled()) {
  console.error('Installing what package-lock.json lists (once) …');
  const failed = run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], process.platform === 'win32');
  if (failed) process.exit(failed);
}
// Ctrl-C reaches the script too, which tidies up; we end after it.
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => {});
const [script, ...words] = process.argv.slice(2);
const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
process.exitCode = run(existsSync(node) ? node : process.execPath, [join(root, script), ...words]);
