import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export const repository = resolve(import.meta.dirname, '../..');

export type Run = {
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
};
export type Sample = { readonly seconds: number; readonly megabytes: number };

/** Runs a script of Node to its end. An exit code of 1 says that something was found. */
export function measured({ words, cwd, env = {} }: Run, scratch: string): Sample {
  if (!existsSync(words[0] ?? '')) throw new Error(`there is no ${words[0] ?? 'script'}`);
  const peak = join(scratch, 'peak');
  const preload = pathToFileURL(join(import.meta.dirname, 'peak.mjs')).href;
  rmSync(peak, { force: true });
  const started = performance.now();
  const { status, signal, stderr } = spawnSync(process.execPath, ['--import', preload, ...words], {
    cwd,
    env: { ...process.env, ...env, MSVC_BENCH_PEAK: peak },
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 1024 ** 3,
  });
  const seconds = (performance.now() - started) / 1000;
  if (signal || status === null || status > 1) throw new Error(`${words.join(' ')}: ${signal ?? status}\n${stderr}`);
  return { seconds, megabytes: Number(readFileSync(peak, 'utf8')) / 1024 };
}

export const medianOf = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
};

/** Samples of several series, to be taken in turns. */
export type Series = Map<string, Sample[]>;
export const note = (series: Series, name: string, sample: Sample): void => {
  series.set(name, [...(series.get(name) ?? []), sample]);
};
export const secondsOf = (series: Series, name: string): number =>
  medianOf((series.get(name) ?? []).map(({ seconds }) => seconds));
export const peakOf = (series: Series, name: string): number =>
  Math.max(0, ...(series.get(name) ?? []).map(({ megabytes }) => megabytes));

export const msvc = join(repository, 'bin/msvc.js');
