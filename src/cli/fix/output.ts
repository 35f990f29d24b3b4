import type { Folder } from '../../files/changes/folder.ts';
import { maskSource } from '../../model/mask.ts';
import { labelOf } from '../../model/evidence.ts';
import type { Finding } from '../../model/finding.ts';
import type { Repairs } from '../../report/types.ts';
import { coloured, colours, type Paint } from '../scaffold/output.ts';
import type { World } from '../world.ts';
import type { Repaired } from './rounds.ts';

/** What a run of repairs came to. `read` gives the texts as they stood. */
export async function repairsOf(
  { fixed, refused, texts }: Repaired,
  read: Folder['read'],
  written: boolean,
): Promise<Repairs> {
  const { differenceOf } = await import('../../scaffold/difference.ts');
  const files = [...texts.keys()].sort().map((path) => ({
    path,
    diff: maskedDiff(path, differenceOf({ path, before: read(path), after: texts.get(path) })),
  }));
  return { written, fixed: fixed.map(({ finding, repair }) => ({ finding, done: repair.done })), refused, files };
}

/** What stands around a change may hold credentials. */
const maskedDiff = (path: string, diff: string): string =>
  diff
    .split('\n')
    .map((line) => (/^[ +-]/.test(line) ? `${line.slice(0, 1)}${maskSource(line.slice(1), path)}` : line))
    .join('\n');

/** What was repaired, and what was left and why; the differences too where nothing was written. */
export async function repairsText(world: World, { written, fixed, refused, files }: Repairs): Promise<string> {
  const paint = await colours(world);
  const differences = written ? [] : files.map(({ diff }) => coloured(diff, paint));
  const done = fixed.map(({ finding, done: what }) => line(finding, what, paint));
  const left = refused.map(({ finding, why }) => line(finding, why, paint));
  const lines = [
    ...done.map((text) => ` ${paint.green(written ? '✓' : '~')} ${text}`),
    ...left.map((text) => ` ${paint.yellow('–')} ${text}`),
    ` ${sumOf(done.length, left.length, files.length)}${written ? '' : ' Nothing was written.'}`,
    '',
  ];
  return differences.join('') + lines.join('\n');
}

/** The place stands in front, also where the sentence begins with it. */
const line = ({ rule, at }: Finding, what: string, paint: Paint): string => {
  const label = labelOf(at);
  return `${label}  ${what.startsWith(label) ? what.slice(label.length).trimStart() : what}  ${paint.dim(rule)}`;
};

function sumOf(fixed: number, left: number, files: number): string {
  const kept = left === 0 ? '' : ` ${left} cannot be repaired safely and ${left === 1 ? 'stays' : 'stay'}.`;
  if (fixed === 0) return `Nothing was repaired.${kept}`;
  return `${fixed} ${fixed === 1 ? 'finding' : 'findings'} repaired in ${files} ${files === 1 ? 'file' : 'files'}.${kept}`;
}
