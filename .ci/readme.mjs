#!/usr/bin/env node
// Writes what README.md shows of the fixture workspace: some of the words of `msvc lint`, and the picture in docs/map.svg.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { excerptOf } from './excerpt.ts';

const root = resolve(import.meta.dirname, '..');
const folder = 'fixtures/workspaces/checkout';
const msvc = (...words) =>
  spawnSync(process.execPath, ['bin/msvc.js', ...words, '--no-cache'], { cwd: root, encoding: 'utf8' }).stdout;

const said = excerptOf(msvc('lint', folder));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
writeFileSync(
  join(root, 'README.md'),
  readme.replace(/(\$ msvc lint\n)[^]*?(?=\n```)/, (_, command) => `${command} ${said}`),
);
writeFileSync(join(root, 'docs/map.svg'), msvc('graph', folder, '--format', 'svg', '--findings'));
