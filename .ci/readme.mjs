#!/usr/bin/env node
// Writes what README.md shows of the fixture workspace: the words of `msvc lint`, and the picture in docs/map.svg.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const folder = 'fixtures/workspaces/checkout';
const msvc = (...words) =>
  spawnSync(process.execPath, ['bin/msvc.js', ...words, '--no-cache'], { cwd: root, encoding: 'utf8' }).stdout;

const said = msvc('lint', folder)
  .replaceAll(/\d+\.\d s/g, '0.1 s')
  .replaceAll(/ +$/gm, '')
  .trim();
const readme = readFileSync(join(root, 'README.md'), 'utf8');
writeFileSync(
  join(root, 'README.md'),
  readme.replace(/(\$ msvc lint\n)[^]*?(?=\n```)/, (_, command) => `${command} ${said}`),
);
writeFileSync(join(root, 'docs/map.svg'), msvc('graph', folder, '--format', 'svg', '--findings'));
