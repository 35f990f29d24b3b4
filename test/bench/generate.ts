// Writes a workspace of so many services:  node test/bench/generate.ts <services> <folder>
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { planOf } from './workspace/plan.ts';
import { treesOf } from './workspace/files.ts';

/** Answers with how many files it wrote. */
export function generate(services: number, folder: string): number {
  let files = 0;
  const made = new Set<string>();
  for (const tree of treesOf(planOf(services)))
    for (const [path, text] of Object.entries(tree)) {
      const file = join(folder, path);
      if (!made.has(dirname(file))) mkdirSync(dirname(file), { recursive: true });
      made.add(dirname(file));
      writeFileSync(file, text);
      files += 1;
    }
  return files;
}

if (import.meta.main) {
  const [services = '10', folder] = process.argv.slice(2);
  if (folder === undefined) {
    console.error('usage: node test/bench/generate.ts <services> <folder>');
    process.exit(2);
  }
  console.log(`${generate(Number(services), resolve(folder))} files in ${resolve(folder)}`);
}
