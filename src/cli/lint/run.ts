import { dayOf } from '../../model/day.ts';
import type { Model } from '../../model/model.ts';
import { formatNames } from '../../report/lint/formats.ts';
import type { LintResult } from '../../report/types.ts';
import type { World } from '../world.ts';
import { acceptedOnDisk, afterBaseline } from './baseline.ts';
import { complete } from './complete.ts';
import { exitCodeOf } from './exit-code.ts';
import { afterFixes, type Judged } from './fix.ts';
import { targetsOf } from './formats.ts';
import { inspectFolder } from './inspect-folder.ts';
import { judge } from './judge.ts';
import type { LintOptions } from './options.ts';
import { writeOutputs } from './outputs.ts';
import { scopeOf, narrowed } from './scope.ts';

/** `msvc lint`: read and link, complete, judge, repair where asked, keep the baseline, narrow, write, answer. */
export async function runLint(world: World, dir: string | undefined, options: LintOptions): Promise<number> {
  const targets = targetsOf(options.format, formatNames, world.cwd);
  const { model: linked, root, seconds, timing } = await inspectFolder(world, dir, { cache: options.cache });
  const read = performance.now();
  const scope = await scopeOf(root, options);
  const accepted = options.baseline === false ? undefined : acceptedOnDisk(root);
  const terms = { preset: options.preset, today: dayOf(world.now()), accepted };
  const judgeAll = async (one: Model): Promise<Judged> => {
    const model = await complete(one, { root, world, cache: options.cache, preset: options.preset });
    return { model, judgement: judge(model, terms) };
  };
  const found = await judgeAll(linked);
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
