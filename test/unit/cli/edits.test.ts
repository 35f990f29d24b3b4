import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import type { Keeping } from '../../../src/cli/keeping.ts';
import type { Kept } from '../../../src/files/keep.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { planOf } from '../../bench/workspace/plan.ts';
import { treesOf } from '../../bench/workspace/files.ts';
import { diceOf, editedAgain, edits, type Tree } from './edits.ts';

const inMemory = (): Kept => {
  const entries = new Map<string, Uint8Array>();
  return { get: (key) => entries.get(key), set: (key, value) => void entries.set(key, value), flush: () => {} };
};
const keepingIn = (): Keeping => ({ facts: inMemory(), links: inMemory(), answers: inMemory() });

const fixture = (name: string): Tree => {
  const folder = join(import.meta.dirname, '../../../fixtures/workspaces', name);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
};
/** What speaks to somebody, and some of what does not. */
const generated = (): Tree => Object.assign({}, ...treesOf(planOf(2)));

/** Edits, and holds what a run with its memory of all runs before says against what a first run says. */
const compared = (tree: Tree, seed: number, times: number): readonly string[] => {
  const keeping = keepingIn();
  const done: string[] = [];
  inspectFiles(memoryFiles(tree), keeping);
  for (const [what, next] of editedAgain(tree, diceOf(seed), times)) {
    done.push(what);
    const [again, first] = [inspectFiles(memoryFiles(next), keeping), inspectFiles(memoryFiles(next))];
    expect(JSON.stringify(again.model), `seed ${seed}: ${done.join(', ')}`).toBe(JSON.stringify(first.model));
  }
  return done;
};

describe('after edits at random, a run that remembers says the same as one that does not', () => {
  it.each([1, 2])('in a workspace of NestJS, %i', (seed) => void compared(fixture('nest'), seed, 6), 60_000);
  it.each([3])('in one of Express, %i', (seed) => void compared(fixture('express'), seed, 6), 60_000);
  it.each([4])('in one with libraries, %i', (seed) => void compared(generated(), seed, 3), 60_000);
  it('every kind of edit changes something', () => {
    const tree = { ...generated(), ...fixture('nest') };
    for (const [name, edit] of Object.entries(edits)) expect(edit(tree, diceOf(name.length)), name).not.toEqual(tree);
  });
});
