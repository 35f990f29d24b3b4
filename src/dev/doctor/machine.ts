import { execFileSync } from 'node:child_process';
import { accessSync, constants, statfsSync } from 'node:fs';
import { absent, type Check, fail, ok, warn } from './check.ts';

/** What every command needs, in a workspace or not. */
export const machineChecks = (folder: string): readonly Check[] => [
  nodeCheck(process.versions.node),
  gitCheck(),
  diskCheck(folder),
  writeCheck(folder),
  dockerCheck(),
];

/** 22.12 runs msvc; generated services are TypeScript, which Node runs as it is from 22.18 on. */
export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return ok('node', version);
  const remedy = 'Install a current Node from https://nodejs.org.';
  return fail('node', `${version}; msvc dev and the tests of services need 22.18 or newer`, remedy);
}

function gitCheck(): Check {
  const version = output('git', ['--version'])?.replace(/^git version /, '');
  if (version) return ok('git', version);
  return warn('git', 'not found', 'Without it there is no `lint --staged`, no `--since` and no hook.');
}

function diskCheck(folder: string): Check {
  const { bavail, bsize } = statfsSync(folder);
  const gigabytes = (bavail * bsize) / 1e9;
  const found = `${gigabytes.toFixed(gigabytes < 10 ? 1 : 0)} GB free`;
  return gigabytes >= 1
    ? ok('disk', found)
    : fail('disk', found, 'A workspace with its local data takes about 0.5 GB.');
}

function writeCheck(folder: string): Check {
  try {
    accessSync(folder, constants.W_OK);
    return ok('write', `may write in ${folder}`);
  } catch {
    return fail('write', `may not write in ${folder}`, 'Change its owner or mode, or work elsewhere.');
  }
}

function dockerCheck(): Check {
  const version = output('docker', ['version', '--format', '{{.Server.Version}}']);
  return version ? ok('docker', version) : absent('docker', 'not running; only images and compose need it');
}

/** What a program prints; undefined when it is not there or fails. */
export function output(program: string, words: readonly string[]): string | undefined {
  try {
    return (
      execFileSync(program, words, { encoding: 'utf8', timeout: 5000, stdio: ['ignore', 'pipe', 'ignore'] }).trim() ||
      undefined
    );
  } catch {
    return undefined;
  }
}
