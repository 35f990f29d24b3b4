import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyOf } from './copy.ts';
import { measured, msvc, note, secondsOf, type Series } from './measure.ts';
import { rivalsOf } from './rivals.ts';

export const ours = {
  uncached: 'msvc lint --no-cache',
  cold: 'msvc lint, empty cache',
  warm: 'msvc lint, nothing changed',
  edited: 'msvc lint, one file edited',
} as const;

export type RepositoryResult = {
  readonly files: number;
  readonly rounds: number;
  readonly rows: readonly { readonly name: string; readonly seconds?: number; readonly missing?: string }[];
  readonly seconds: (name: string) => number;
  readonly depcruise: string;
};

/** A real repository, by us and by others, in turns. */
export function benchRepository(repository: string, rounds: number, scratch: string): RepositoryResult {
  const copy = copyOf(repository, join(scratch, 'repository'));
  const rivals = rivalsOf(copy, scratch);
  const series: Series = new Map();
  const cwd = copy.folder;
  const lint = (cache: string, ...words: readonly string[]) =>
    measured({ words: [msvc, 'lint', '.', ...words], cwd, env: { XDG_CACHE_HOME: cache } }, scratch);
  lint(join(scratch, 'cache-first')); // compiles our own code, once for a machine
  for (let round = 0; round < rounds; round += 1) {
    const cache = join(scratch, `cache-${round}`);
    mkdirSync(cache);
    note(series, ours.uncached, lint(cache, '--no-cache'));
    note(series, ours.cold, lint(cache));
    note(series, ours.warm, lint(cache));
    note(
      series,
      ours.edited,
      copy.edited(round, () => lint(cache)),
    );
    for (const rival of rivals)
      if ('words' in rival) note(series, rival.name, measured({ words: rival.words, cwd }, scratch));
    rmSync(cache, { recursive: true });
    console.error(
      `round ${round + 1} of ${rounds}: ${[...series].map(([name, list]) => `${name} ${list.at(-1)?.seconds.toFixed(2)} s`).join(', ')}`,
    );
  }
  const seconds = (name: string): number => secondsOf(series, name);
  return {
    files: copy.sources.length,
    rounds,
    seconds,
    depcruise: rivals[0]?.name ?? '',
    rows: [
      ...Object.values(ours).map((name) => ({ name, seconds: seconds(name) })),
      ...rivals.map((rival) =>
        'missing' in rival
          ? { name: rival.name, missing: rival.missing }
          : { name: rival.name, seconds: seconds(rival.name) },
      ),
    ],
  };
}
