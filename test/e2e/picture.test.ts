import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const clone = resolve(import.meta.dirname, '../..');
const place = mkdtempSync(join(tmpdir(), 'msvc-picture-'));
const workspace = join(place, 'shop');
const picture = join(place, 'map.png');

beforeAll(() => {
  mkdirSync(workspace);
  writeFileSync(join(workspace, 'package.json'), '{ "name": "shop", "scripts": { "start": "node main.js" }, "dependencies": { "express": "5.0.0" } }\n');
  writeFileSync(join(workspace, 'main.js'), "import express from 'express';\nexpress().listen(8080);\n");
}); // prettier-ignore
afterAll(() => rmSync(place, { recursive: true }));

function png(msvc: string, env: NodeJS.ProcessEnv = {}) {
  rmSync(picture, { force: true });
  const words = [join(msvc, 'bin/msvc.js'), 'graph', '--no-cache', '--format', 'png', '--output', picture];
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: workspace, encoding: 'utf8', env: { ...process.env, ...env, NO_COLOR: '1' } }); // prettier-ignore
  return { status, stderr, isThere: existsSync(picture) };
}

it('is drawn where there are a rasteriser and a font', () => {
  expect(png(clone)).toMatchObject({ status: 0, isThere: true });
  expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG');
});

it.runIf(process.platform === 'linux')('is refused on a machine without fonts, with a way out', () => {
  const file = join(place, 'fonts.conf');
  writeFileSync(file, '<?xml version="1.0"?><fontconfig></fontconfig>\n');
  const { stderr, ...rest } = png(clone, { FONTCONFIG_FILE: file, FONTCONFIG_PATH: place, HOME: place });
  expect(rest).toEqual({ status: 2, isThere: false });
  expect(stderr).toMatch(/MSVC-071.*this machine has none/);
  expect(stderr).toContain('--format svg');
});

it('is refused where npm left out the rasteriser, with a way out', () => {
  const msvc = join(place, 'msvc');
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(clone, part), join(msvc, part), { recursive: true });
  mkdirSync(join(msvc, 'node_modules'));
  const kept = readdirSync(join(clone, 'node_modules')).filter((name) => name !== '@resvg' && !name.startsWith('.'));
  for (const name of kept) symlinkSync(join(clone, 'node_modules', name), join(msvc, 'node_modules', name));
  const { stderr, ...rest } = png(msvc);
  expect(rest).toEqual({ status: 2, isThere: false });
  expect(stderr).toMatch(/MSVC-070.*@resvg\/resvg-js, which is not installed/);
  expect(stderr).toContain('npm install @resvg/resvg-js');
});
