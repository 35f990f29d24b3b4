#!/usr/bin/env node
// Bundles src into dist: one small entry, and a chunk for each command, so that a command loads only what it needs.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const source = createHash('sha256');
for (const folder of ['src', 'rules'])
  for (const file of readdirSync(join(root, folder), { recursive: true }).sort())
    if (file.endsWith('.ts')) source.update(file).update(readFileSync(join(root, folder, file)));
rmSync(join(root, 'dist'), { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: { main: 'src/cli/main.ts', 'reading-worker': 'src/cli/reading/worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.12',
  packages: 'external',
  chunkNames: '[name]-[hash]',
  logLevel: 'warning',
  define: {
    MSVC_VERSION: JSON.stringify(version),
    MSVC_BUILD: JSON.stringify(source.digest('hex').slice(0, 16)),
  },
});
// The page that `msvc graph --format html` fills: a program for browsers, with its style and its frame.
await build({
  absWorkingDir: root,
  entryPoints: { page: 'src/page/main.ts', style: 'src/page/page.css' },
  outdir: 'dist/page',
  bundle: true,
  minify: true,
  format: 'iife',
  platform: 'browser',
  target: ['chrome120', 'firefox121', 'safari17'],
  legalComments: 'none',
  banner: {
    js: `/*! @dagrejs/dagre\n${readFileSync(join(root, 'node_modules/@dagrejs/dagre/LICENSE'), 'utf8').trim()}\n*/`,
  },
  logLevel: 'warning',
});
copyFileSync(join(root, 'src/page/page.html'), join(root, 'dist/page/page.html'));
