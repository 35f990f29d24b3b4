import type { Folder } from '../../files/changes/folder.ts';
import { labelOf } from '../../model/evidence.ts';
import type { Finding } from '../../model/finding.ts';
import { coloured, colours, type Paint } from '../scaffold/output.ts';
import type { World } from '../world.ts';
import type { Repaired } from './rounds.ts';

/** The difference of every file that would be written. `read` gives the texts as they stand. */
export async function differencesText(world: World, { texts }: Repaired, read: Folder['read']): Promise<string> {
  const { differenceOf } = await import('../../scaffold/difference.ts');
  const paint = await colours(world);
  const paths = [...texts.keys()].sort();
  return paths
    .map((path) => coloured(differenceOf({ path, before: read(path), after: texts.get(path) }), paint))
    .join('');
}

/** What was repaired, and what was left and why. */
export async function fixesText(world: World, { fixed, refused, texts }: Repaired, dryRun: boolean): Promise<string> {
  const paint = await colours(world);
  const done = fixed.map(({ finding, repair }) => line(finding, repair.done, paint));
  const left = refused.map(({ finding, why }) => line(finding, why, paint));
  return [
    ...done.map((text) => ` ${paint.green(dryRun ? '~' : '✓')} ${text}`),
    ...left.map((text) => ` ${paint.yellow('–')} ${text}`),
    ` ${sumOf(fixed.length, left.length, texts.size)}${dryRun ? ' Nothing was written.' : ''}`,
    '',
  ].join('\n');
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
