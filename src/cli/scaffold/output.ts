import type { createColors } from 'picocolors';
import type { Folder } from '../../files/changes/folder.ts';
import type { Answers, Capability } from '../../scaffold/kit.ts';
import type { Outcome } from '../../scaffold/outcome.ts';
import type { Plan } from '../../scaffold/plan.ts';
import type { World } from '../world.ts';

/** What there is to tell about one run. */
export type Told = {
  readonly capability: Capability;
  readonly answers: Answers;
  readonly folder: Folder;
  readonly plan: Plan;
  readonly command: string;
  readonly seconds: () => number;
};

/** The diff of everything, then what it adds up to. */
export async function dryRunText(world: World, { plan, command }: Told): Promise<string> {
  const { differenceOf } = await import('../../scaffold/difference.ts');
  const paint = await colours(world);
  const diffs = plan.outcomes.map((outcome) => coloured(differenceOf(outcome), paint));
  const counts = (['created', 'changed', 'conflict'] as const).flatMap((kind) => {
    const files = plan.outcomes.filter((outcome) => outcome.kind === kind).length;
    return files === 0 ? [] : [`${files} ${kind === 'conflict' ? 'in the way' : kind}`];
  });
  const records = plan.records.length === 0 ? [] : [`${plan.records.length} records in .msvc`];
  const sum = [...counts, ...records].join(', ') || 'already up to date';
  return `${diffs.filter((diff) => diff !== '').join('')} ${sum}. Nothing was written.\n without --dry-run: ${command}\n`;
}

/** What was written, in a few lines. */
export async function doneText(world: World, { plan, folder, command, seconds }: Told): Promise<string> {
  const paint = await colours(world);
  const kept = plan.outcomes.filter(({ kind }) => kind === 'kept').map(({ path }) => path);
  const absent = plan.outcomes.filter(({ kind }) => kind === 'absent').map(({ path }) => path);
  const notes = [
    ...(kept.length > 0 ? [` = ${kept.join('  ')}  ${paint.dim('edited since, left as it is')}`] : []),
    ...(absent.length > 0 ? [` ? ${absent.join('  ')}  ${paint.dim('not there, so nothing was added to it')}`] : []),
  ];
  if (plan.writes.length === 0) return `${[...notes, ` ${paint.green('✓')} already up to date`].join('\n')}\n`;
  const lines = [
    ...createdLines(plan.outcomes, folder).map((line) => ` ${paint.green('+')} ${line}`),
    ...changedLine(plan.outcomes, paint.yellow('~')),
    ` ${paint.green('+')} .msvc/  ${paint.dim(`answers, and what was generated in ${plan.records.length} files, for later upgrades`)}`,
    ...notes,
    ` ${paint.dim('same again:')} ${command}`,
    '',
    ` ${paint.green('✓')} written in ${seconds().toFixed(1)} s.  Next:  ${plan.nextSteps.join(' · ')}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** What stands in the way, each file's loss in at most forty lines. */
export async function conflictText({ conflicts }: Plan): Promise<readonly string[]> {
  const { differenceOf } = await import('../../scaffold/difference.ts');
  return conflicts.flatMap((outcome) => {
    const lines = differenceOf(outcome).trimEnd().split('\n');
    const more = lines.length > 40 ? [`… ${lines.length - 40} more lines`] : [];
    return [...lines.slice(0, 40), ...more, ''];
  });
}

/** Files that are new, counted below the topmost folder that is new with them. */
function createdLines(outcomes: readonly Outcome[], folder: Folder): readonly string[] {
  const created = outcomes.filter(({ kind }) => kind === 'created').map(({ path }) => path);
  const all = new Set(created);
  const groups = new Map<string, number>();
  for (const path of created) {
    const group = newFolderOf(path, folder, all) ?? path;
    groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  const folders = [...groups].filter(([group]) => group.endsWith('/'));
  const single = [...groups.keys()].filter((group) => !group.endsWith('/'));
  const width = Math.max(24, ...folders.map(([group]) => group.length + 4));
  const counted = folders.map(([group, count]) => `${group.padEnd(width)}${count} ${count === 1 ? 'file' : 'files'}`);
  return single.length > 0 ? [...counted, single.join('  ')] : counted;
}

/** After writing, a folder is new when everything in it was just created. */
function newFolderOf(path: string, folder: Folder, created: ReadonlySet<string>): string | undefined {
  const parts = path.split('/').slice(0, -1);
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const parent = parts.slice(0, depth).join('/');
    if (isNew(parent, folder, created)) return onlyWayFrom(parent, folder);
  }
  return undefined;
}

/** `services/` that holds nothing but `orders/` is better called `services/orders/`. */
function onlyWayFrom(parent: string, folder: Folder): string {
  const [only, ...others] = folder.names(parent);
  if (only === undefined || others.length > 0 || !only.endsWith('/')) return `${parent}/`;
  return onlyWayFrom(`${parent}/${only.slice(0, -1)}`, folder);
}

const isNew = (parent: string, folder: Folder, created: ReadonlySet<string>): boolean =>
  folder
    .names(parent)
    .every((name) =>
      name.endsWith('/') ? isNew(`${parent}/${name.slice(0, -1)}`, folder, created) : created.has(`${parent}/${name}`),
    );

function changedLine(outcomes: readonly Outcome[], sign: string): readonly string[] {
  const changed = outcomes.filter(({ kind }) => kind === 'changed').map(({ path }) => `${sign} ${path}`);
  return changed.length > 0 ? [` ${changed.join('  ')}`] : [];
}

export type Paint = ReturnType<typeof createColors>;

export async function colours({ terminal, env }: World): Promise<Paint> {
  const { default: picocolors } = await import('picocolors');
  return picocolors.createColors(terminal.output && env['NO_COLOR'] === undefined);
}

export const coloured = (diff: string, paint: Paint): string =>
  diff
    .split('\n')
    .map((line) => {
      if (/^(\+\+\+|---)/.test(line)) return paint.bold(line);
      if (line.startsWith('+')) return paint.green(line);
      if (line.startsWith('-')) return paint.red(line);
      return line.startsWith('@@') ? paint.cyan(line) : line;
    })
    .join('\n');
