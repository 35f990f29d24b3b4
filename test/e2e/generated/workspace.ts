import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, renameSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';

/** What a program left behind. */
export type Ended = { readonly status: number; readonly stdout: string; readonly output: string };

/** A workspace made by msvc's commands and installed, in a folder of its own. */
export type GeneratedWorkspace = {
  readonly path: string;
  /** Runs a program in the workspace, or in a folder of it. */
  readonly run: (words: readonly string[], inside?: string) => Promise<Ended>;
  readonly msvc: (...words: readonly string[]) => Promise<Ended>;
  readonly read: (path: string) => string;
  readonly write: (path: string, text: string) => Promise<void>;
  /** Brings `node_modules` up to what the package.json files say, and generates code from the contracts. */
  readonly install: () => Promise<void>;
  readonly remove: () => Promise<void>;
};

const clone = resolve(import.meta.dirname, '../../..');
const cache = join(clone, 'node_modules/.cache/generated-workspaces');

/**
 * Makes a workspace called `shop` from command lines such as `new service orders`, each a list of words, and installs
 * it, unless only its files are asked for. What was once downloaded and unpacked for the same dependencies is linked instead.
 */
export async function generatedWorkspace(
  commands: readonly (readonly string[])[],
  { isInstalled = true }: { readonly isInstalled?: boolean } = {},
): Promise<GeneratedWorkspace> {
  const place = mkdtempSync(join(tmpdir(), 'msvc-generated-'));
  // PostgreSQL refuses to run as root, and as anybody else must be able to enter.
  chmodSync(place, 0o755);
  const path = join(place, 'shop');
  const workspace: GeneratedWorkspace = {
    path,
    run: (words, inside = '.') => ended(join(path, inside), words),
    msvc: (...words) => ended(path, [process.execPath, join(clone, 'bin/msvc.js'), ...words]),
    read: (file) => readFileSync(join(path, file), 'utf8'),
    write: (file, text) => writeFile(join(path, file), text),
    install: () => install(path),
    remove: () => rm(place, { recursive: true, force: true }),
  };
  mkdirSync(path);
  for (const words of [['new', 'workspace', '.', '--name', 'shop', '--msvc', ''], ...commands])
    expect(await workspace.msvc(...words, '--yes'), words.join(' ')).toMatchObject({ status: 0 });
  if (isInstalled) await workspace.install();
  return workspace;
}

async function install(path: string): Promise<void> {
  const kept = join(cache, dependenciesOf(path));
  const modules = join(path, 'node_modules');
  if (existsSync(kept) && !existsSync(modules)) await ended(path, ['cp', '-a', '-l', kept, modules]);
  const installed = await ended(path, ['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline']);
  expect(installed, installed.output).toMatchObject({ status: 0 });
  if (existsSync(kept)) return;
  mkdirSync(cache, { recursive: true });
  const half = mkdtempSync(join(cache, 'half-'));
  cpSync(modules, join(half, 'node_modules'), { recursive: true, verbatimSymlinks: true });
  renameSync(join(half, 'node_modules'), kept);
  await rm(half, { recursive: true });
}

/** The same text for workspaces that install the same packages. */
function dependenciesOf(path: string): string {
  const manifests = globSync('{.,contracts,chassis,services/*}/package.json', { cwd: path });
  const packages = manifests.flatMap((file) => {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(path, file), 'utf8'));
    return Object.entries({ ...dependencies, ...devDependencies }).map(([name, version]) => `${name}@${version}`);
  });
  const own = new Set(packages.filter((name) => !name.startsWith('@shop/')));
  return createHash('sha256')
    .update([...own].sort().join('\n'))
    .digest('hex')
    .slice(0, 16);
}

function ended(cwd: string, [program = '', ...words]: readonly string[]): Promise<Ended> {
  return new Promise((done, failed) => {
    const env = { ...process.env, CI: 'true', NO_COLOR: '1' };
    const child = spawn(program, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const parts = { stdout: '', output: '' };
    child.stdout.on('data', (chunk) => {
      parts.stdout += chunk;
      parts.output += chunk;
    });
    child.stderr.on('data', (chunk) => (parts.output += chunk));
    child.on('error', failed);
    child.on('close', (code) => done({ status: code ?? 1, ...parts }));
  });
}
