// A workspace as its user gets it: by commands, with an order, stock and payment in both styles of saga, and the instruments of chaos.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { commandsFor, furnish } from '../../sagas/shop.ts';
import type { BrokerKind } from './broker.ts';
import { trades } from './ground.ts';
import { run } from './place.ts';

const clone = resolve(import.meta.dirname, '../../..');

/** How long a step of a saga is waited for: longer than who was killed is away, mostly. */
const STEP_SECONDS = 15;

/** Of each style. With more, each would wait behind the others for longer than its saga waits for an answer. */
const MOST_SAGAS = 75;

/** Generates and installs it below the folder, with adapters for these brokers; answers with its path. */
export async function makeWorkspace(folder: string, brokers: readonly BrokerKind[] = ['postgres']): Promise<string> {
  const shop = join(folder, 'shop');
  const msvc = (cwd: string, words: readonly string[]) =>
    run([process.execPath, join(clone, 'bin', 'msvc.js'), ...words], { cwd, env: environment() });
  await run([process.execPath, join(clone, '.ci', 'build.mjs')], { cwd: clone });
  await msvc(folder, ['new', 'workspace', 'shop', '--yes']);
  for (const words of trades.flatMap(commandsFor)) await msvc(shop, [...words, '--yes']);
  for (const kind of brokers) if (kind !== 'postgres') await msvc(shop, ['add', 'broker', kind, '--yes']);
  const files = {
    read: (path: string) => readFileSync(join(shop, path), 'utf8'),
    write: (path: string, text: string) => writeFile(join(shop, path), text),
  };
  for (const trade of trades) await furnish(files, trade, { withinSeconds: STEP_SECONDS, most: MOST_SAGAS });
  const instruments = join(clone, 'fixtures/chaos');
  cpSync(instruments, shop, { recursive: true, filter: (path) => !path.endsWith('README.md') });
  leaveOutMsvc(join(shop, 'package.json'));
  await run(['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: shop, env: environment() });
  return shop;
}

/** The services run without it, and installing it would install all it is built with. */
function leaveOutMsvc(path: string): void {
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  delete manifest.devDependencies.msvc;
  writeFileSync(path, JSON.stringify(manifest, null, 2));
}

/** What `npm run` adds is left out; this Node comes first. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD|NODE_ENV)/.test(name));
  const PATH = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  return { ...Object.fromEntries(kept), PATH, CI: 'true', NO_COLOR: '1' };
}
