import { resolve } from 'node:path';
import { errors } from '../../errors.ts';
import { dayOf } from '../../model/day.ts';
import type { Model } from '../../model/model.ts';
import { formatNames } from '../../report/lint/formats.ts';
import type { LintResult } from '../../report/types.ts';
import type { World } from '../world.ts';
import { baseOf, type Base } from './base.ts';
import { acceptedOnDisk, afterBaseline } from './baseline.ts';
import { complete } from './complete.ts';
import { exitCodeOf } from './exit-code.ts';
import { afterFixes, type Judged } from './fix.ts';
import { targetsOf } from './formats.ts';
import { inspectFolder } from './inspect-folder.ts';
import { judge } from './judge.ts';
import type { LintOptions } from './options.ts';
import { writeOutputs } from './outputs.ts';
import { narrowed, scopeFrom, type Scope } from './scope.ts';

/** `msvc lint`: read and link, complete, judge, compare, repair where asked, keep the baseline, write, answer. */
export async function runLint(world: World, dir: string | undefined, options: LintOptions): Promise<number> {
  if (options.staged && options.fix)
    throw errors.unknownOption('--fix writes to the work tree, and --staged looks at the index.', 'Use one of them.');
  const targets = targetsOf(options.format, formatNames, world.cwd);
  const base = baseOf(resolve(world.cwd, dir ?? '.'), options);
  const { model: linked, root, seconds, timing, accepted } = await inspected(world, dir, options);
  const read = performance.now();
  const terms = { preset: options.preset, today: dayOf(world.now()), accepted };
  const judgeAll = async (one: Model, isPast = false): Promise<Judged> => {
    const { cache, preset } = options;
    const compared = base?.commit === undefined ? {} : { base: base.commit };
    const beside = { root, world, cache, preset, isPast, ...compared };
    const model = await complete(one, beside);
    return { model, judgement: judge(model, isPast ? { ...terms, accepted: undefined } : terms) };
  };
  const found = await judgeAll(linked);
  const scope = base && (await scopeOf(base, { world, root, found, judgeAll, options }));
  const judged = await afterFixes(world, { root, found, scope, judge: judgeAll, targets }, options);
  const settled = scope ? judged.judgement : await afterBaseline(world, { root, judged, accepted }, options);
  const rules = performance.now();
  const result: LintResult = { root: dir ?? '.', model: judged.model, seconds, ...narrowed(settled, scope) };
  await writeOutputs(world, targets, {
    result,
    ...(options.preset === undefined ? {} : { preset: options.preset }),
    showsInfo: options.show === 'info',
    showsAll: options.show === 'all',
    showsUnresolved: options.unresolved === true,
  });
  if (options.timing) {
    const { renderTiming } = await import('../../report/timing.ts');
    world.err(renderTiming({ ...timing, judge: rules - read, report: performance.now() - rules }));
  }
  return exitCodeOf(result, options, world);
}

async function inspected(world: World, dir: string | undefined, options: LintOptions) {
  const { cache, staged, baseline } = options;
  if (staged) {
    const { inspectIndex } = await import('./states.ts');
    const index = inspectIndex(world, dir, { cache });
    return baseline === false ? { ...index, accepted: undefined } : index;
  }
  const folder = await inspectFolder(world, dir, { cache });
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
