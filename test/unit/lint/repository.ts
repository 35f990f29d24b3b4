import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { rules } from '../../../src/cli/rules.ts';

/** A real Git repository in a temporary folder, removed after the test. */
export type Repository = {
  readonly root: string;
  readonly write: (files: Readonly<Record<string, string | null>>) => void;
  readonly read: (path: string) => string;
  readonly names: (path: string) => readonly string[];
  readonly git: (...words: readonly string[]) => string;
  /** Writes, adds all and commits. */
  readonly commit: (message: string, files?: Readonly<Record<string, string | null>>) => void;
};

export function repository(files: Readonly<Record<string, string>>): Repository {
  const root = mkdtempSync(join(tmpdir(), 'msvc-repository-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const made: Repository = {
    root,
    write: (texts) => {
      for (const [path, text] of Object.entries(texts)) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        if (text === null) rmSync(join(root, path));
        else writeFileSync(join(root, path), text);
      }
    },
    read: (path) => readFileSync(join(root, path), 'utf8'),
    names: (path) => readdirSync(join(root, path)).sort(),
    git: (...words) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], {
        cwd: root,
        stdio: 'pipe',
        encoding: 'utf8',
      }),
    commit: (message, texts = {}) => {
      made.write(texts);
      made.git('add', '-A');
      made.git('commit', '-q', '--allow-empty', '-m', message);
    },
  };
  made.git('init', '-q', '-b', 'main');
  made.commit('first', { ...imports, ...files });
  return made;
}

/** An msvc.yaml in which only some rules are on, besides those about the tool’s own upkeep. */
export const onlyRules = (...ids: readonly string[]): { readonly 'msvc.yaml': string } => ({
  'msvc.yaml': `rules:\n${rules
    .filter(({ id, group }) => group !== 'hygiene' && !ids.includes(id))
    .map(({ id }) => `  ${id}: off\n`)
    .join('')}`,
});
/** Services that import each other’s files are all that is reported. */
const imports = onlyRules('cross-context-import');

const main = (imports: readonly string[]): string =>
  `import express from 'express';\n${imports.map((from) => `import '../../${from}/src/pool.js';\n`).join('')}express().listen(8080);\n`;

/** A service that imports source files of others, which is a fault of each. */
export const service = (name: string, imports: readonly string[] = []): Record<string, string> => ({
  [`services/${name}/package.json`]: `{ "name": "${name}", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0" } }\n`,
  [`services/${name}/src/pool.js`]: 'export const pool = 1;\n',
  [`services/${name}/src/main.js`]: main(imports),
});
