import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from './generate.ts';
import { measured, msvc, note, peakOf, secondsOf, type Series } from './measure.ts';

export type Scale = {
  readonly services: number;
  readonly files: number;
  readonly uncached: number;
  readonly cold: number;
  readonly warm: number;
  /** Of the largest of these runs. */
  readonly megabytes: number;
  readonly perFile: number;
};

/** Generated workspaces of growing size, as Git checkouts, in turns. */
export function benchScale(sizes: readonly number[], rounds: number, scratch: string): readonly Scale[] {
  const workspaces = sizes.map((services) => {
    const folder = join(scratch, `services-${services}`);
    const files = generate(services, folder);
    for (const words of [
      ['init', '-q'],
      ['add', '-A'],
    ])
      execFileSync('git', words, { cwd: folder, stdio: 'ignore' });
    const series: Series = new Map();
    return { services, files, folder, series };
  });
  for (let round = 0; round < rounds; round += 1)
    for (const { services, folder, series } of workspaces) {
      const cache = join(scratch, `cache-${services}-${round}`);
      mkdirSync(cache);
      const lint = (...words: readonly string[]) =>
        measured({ words: [msvc, 'lint', '.', ...words], cwd: folder, env: { XDG_CACHE_HOME: cache } }, scratch);
      note(series, 'uncached', lint('--no-cache'));
      note(series, 'cold', lint());
      note(series, 'warm', lint());
      rmSync(cache, { recursive: true });
      console.error(
        `round ${round + 1} of ${rounds}: ${services} services ${[...series].map(([name, list]) => `${name} ${list.at(-1)?.seconds.toFixed(2)} s`).join(', ')}`,
      );
    }
  return workspaces.map(({ services, files, series }) => ({
    services,
    files,
    uncached: secondsOf(series, 'uncached'),
    cold: secondsOf(series, 'cold'),
    warm: secondsOf(series, 'warm'),
    megabytes: Math.max(...[...series.keys()].map((name) => peakOf(series, name))),
    perFile: (secondsOf(series, 'cold') * 1000) / files,
  }));
}
