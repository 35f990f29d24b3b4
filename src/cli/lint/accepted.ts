import { lintErrors } from '../../errors/lint.ts';
import { acceptancesIn } from '../../lint/baseline.ts';
import { labelOf } from '../../model/evidence.ts';
import type { Acceptance } from '../../model/suppression.ts';

/** Where the baseline lies: a file for each context. */
export const baselineFolder = '.msvc/baseline';
export const isBaselineFile = (path: string): boolean => /^\.msvc\/baseline\/[^/]+\.jsonl$/.test(path);

/** The findings that some files of the baseline accept; undefined where there is none. */
export function acceptedIn(
  paths: readonly string[],
  read: (path: string) => string | undefined,
): readonly Acceptance[] | undefined {
  const files = paths.filter(isBaselineFile);
  if (files.length === 0) return undefined;
  const all = files.map((file) => acceptancesIn(file, read(file) ?? ''));
  const mistakes = all.flatMap((one) => one.mistakes);
  if (mistakes.length > 0) throw lintErrors.brokenBaseline(mistakes.map(labelOf));
  return all.flatMap(({ entries }) => entries);
}
