import { basename, resolve } from 'node:path';
import { errors } from '../../errors.ts';
import { dayOf } from '../../model/day.ts';
import type { Model } from '../../model/model.ts';
import { formatNames, type Format } from '../../report/lint/formats.ts';
import { countsOf, countWords } from '../../report/lint/counts.ts';
import type { LintResult } from '../../report/types.ts';
import type { Keeping } from '../keeping.ts';
import type { World } from '../world.ts';
import { baseOf, type Base } from './base.ts';
import { acceptedOnDisk, afterBaseline } from './baseline.ts';
import { complete } from './complete.ts';
import { exitCodeOf } from './exit-code.ts';
import { afterFixes, type Judged } from './fix.ts';
import { targetsOf, type Target } from './formats.ts';
import { inspectFolder } from './inspect-folder.ts';
import { judge } from './judge.ts';
import { outputOf, type LintOptions } from './options.ts';
import { writeOutputs } from './outputs.ts';
import { narrowed, scopeFrom, type Scope } from './scope.ts';

/** `msvc lint`: judge, write, answer; once, or at every change. */
export async function runLint(world: World, dir: string | undefined, options: LintOptions): Promise<number> {
  if (options.staged && options.fix)
    throw errors.unknownOption('--fix writes to the work tree, and --staged looks at the index.', 'Use one of them.');
  const targets = targetsOf(options.format, formatNames, world.cwd);
  if (options.watch) {
    const { watchLint } = await import('./watch.ts');
    const run = async (keeping: Keeping) => (await judged(world, dir, { ...options, targets, keeping })).result;
    return watchLint(world, dir, { run, options, targets });
  }
  const { result, timing } = await judged(world, dir, { ...options, targets });
  const rules = performance.now();
  await writeOutputs(world, targets, outputOf(result, options));
  if (targets.every(({ file }) => file !== undefined)) world.err(written(targets, result));
  if (options.timing) {
    const { renderTiming } = await import('../../report/timing.ts');
    world.err(renderTiming({ ...timing, report: performance.now() - rules }));
  }
  return exitCodeOf(result, options, world);
}

/** A person who sees nothing else is told where to look. */
const written = (targets: readonly Target<Format>[], result: LintResult): string =>
  ` Wrote ${targets.map(({ file = '' }) => basename(file)).join(', ')}: ${countWords(countsOf(result))}.\n`;

type RunOptions = LintOptions & {
  readonly targets: readonly Target<Format>[];
  readonly keeping?: Keeping;
};

/** Read and link, complete, judge, compare, repair where asked, keep the baseline. */
async function judged(
  world: World,
  dir: string | undefined,
  options: RunOptions,
): Promise<{ readonly result: LintResult; readonly timing: Readonly<Record<string, number>> }> {
  const base = baseOf(resolve(world.cwd, dir ?? '.'), options);
  const { model: linked, files, root, seconds, timing, accepted } = await inspected(world, dir, options);
  const read = performance.now();
  const terms = { preset: options.preset, today: dayOf(world.now()), accepted };
  const judgeAll = async (one: Model, isPast = false): Promise<Judged> => {
    const { cache, preset } = options;
    const compared = base?.commit === undefined ? {} : { base: base.commit };
    // Once something was repaired, files are no longer as they were listed.
    const read = one === linked ? { files } : {};
    const model = await complete(one, { root, world, cache, preset, isPast, ...read, ...compared });
    return { model, judgement: judge(model, isPast ? { ...terms, accepted: undefined } : terms) };
  };
  const found = await judgeAll(linked);
  const scope = base && (await scopeOf(base, { world, root, found, judgeAll, options }));
  const { targets } = options;
  const { mended, repairs } = await afterFixes(world, { root, found, scope, judge: judgeAll, targets }, options);
  const settled = scope ? mended.judgement : await afterBaseline(world, { root, judged: mended, accepted }, options);
  const about = { root: dir ?? '.', model: mended.model, seconds, ...(repairs ? { repairs } : {}) };
  const result = { ...about, ...narrowed(settled, scope) };
  return { result, timing: { ...timing, judge: performance.now() - read } };
}

async function inspected(world: World, dir: string | undefined, options: RunOptions) {
  const { cache, staged, baseline, keeping } = options;
  if (staged) {
    const { inspectIndex } = await import('./states.ts');
    const index = inspectIndex(world, dir, { cache });
    return baseline === false ? { ...index, accepted: undefined } : index;
  }
  const folder = await inspectFolder(world, dir, { cache, keeping });
  return { ...folder, accepted: baseline === false ? undefined : acceptedOnDisk(folder.root) };
}

type Comparison = {
  readonly world: World;
  readonly root: string;
  readonly found: Judged;
  readonly judgeAll: (model: Model, isPast: boolean) => Promise<Judged>;
  readonly options: LintOptions;
};

/** What stood there before. Where nothing is found now, nobody needs to know. */
async function scopeOf({ commit, about }: Base, { world, root, found, judgeAll, options }: Comparison): Promise<Scope> {
  if (commit === undefined || found.judgement.findings.length === 0) return scopeFrom(about, []);
  const { inspectState } = await import('./states.ts');
  const { model } = inspectState(world, root, { cache: options.cache, state: { commit } });
  return scopeFrom(about, (await judgeAll(model, true)).judgement.findings);
}
