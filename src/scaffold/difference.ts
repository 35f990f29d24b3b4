import { createTwoFilesPatch } from 'diff';
import type { Outcome } from './outcome.ts';

/** The unified diff of one outcome, as `git diff` prints it; empty where nothing changes. */
export function differenceOf({ path, before, after }: Pick<Outcome, 'path' | 'before' | 'after'>): string {
  if (before === after) return '';
  const from = before === undefined ? '/dev/null' : `a/${path}`;
  const to = after === undefined ? '/dev/null' : `b/${path}`;
  const patch = createTwoFilesPatch(from, to, before ?? '', after ?? '', undefined, undefined, { context: 3 });
  return patch.replace(/^=+\n/, '').replaceAll('\t\n', '\n');
}
