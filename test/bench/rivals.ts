import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Copy } from './copy.ts';
import { repository } from './measure.ts';

/** Measured beside us, never a dependency. */
const fallow = 'fallow@3.36.0';

export type Rival =
  | { readonly name: string; readonly words: readonly string[] }
  | { readonly name: string; readonly missing: string };

/** What others do with the same source: one boundary, import cycles, unused code. */
export const rivalsOf = (copy: Copy, scratch: string): readonly Rival[] => [
  { name: 'dependency-cruiser, one boundary rule', words: dependencyCruiser(copy, scratch) },
  {
    name: 'oxlint, import/no-cycle alone',
    words: [
      join(repository, 'node_modules/oxlint/bin/oxlint'),
      '-A',
      'all',
      '--import-plugin',
      '-D',
      'import/no-cycle',
      '--disable-nested-config',
      '.',
    ],
  },
  fallowIn(scratch),
];

function dependencyCruiser({ sources }: Copy, scratch: string): readonly string[] {
  const [from = '', to = ''] = [...Map.groupBy(sources, (path) => path.split('/').slice(0, 2).join('/'))]
    .toSorted((a, b) => b[1].length - a[1].length)
    .map(([folder]) => folder);
  const config = {
    forbidden: [{ name: 'boundary', severity: 'warn', from: { path: `^${from}/` }, to: { path: `^${to}/` } }],
    options: {
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '(^|/)(node_modules|dist|build)/' },
      tsPreCompilationDeps: true,
    },
  };
  const file = join(scratch, 'boundary.cjs');
  writeFileSync(file, `module.exports = ${JSON.stringify(config)};\n`);
  const tops = [...new Set(sources.filter((path) => path.includes('/')).map((path) => path.split('/')[0] ?? ''))];
  const bin = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  return [bin, ...tops, '--config', file, '--output-type', 'err'];
}

function fallowIn(scratch: string): Rival {
  const folder = join(scratch, 'fallow');
  const name = `${fallow.replace('@', ' ')}, dead-code`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const words = ['install', fallow, '--no-audit', '--no-fund', '--loglevel=error'];
    execFileSync('npm', words, { cwd: folder, stdio: 'ignore', shell: process.platform === 'win32' });
    return { name, words: [join(folder, 'node_modules/fallow/bin/fallow'), 'dead-code', '--no-cache', '--quiet'] };
  } catch {
    return { name, missing: 'it could not be installed' };
  }
}
