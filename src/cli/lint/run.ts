import type { LintResult } from '../../report/types.ts';
import type { World } from '../world.ts';
import { complete } from './complete.ts';
import { exitCodeOf } from './exit-code.ts';
import { targetsOf } from './formats.ts';
import { inspectFolder } from './inspect-folder.ts';
import { judge } from './judge.ts';
import type { LintOptions } from './options.ts';
import { writeOutputs } from './outputs.ts';
import { formatNames } from '../../report/lint/formats.ts';
import { scopeOf, narrowed } from './scope.ts';
import { afterFixes, type Judged } from './fix.ts';
import type { Model } from '../../model/model.ts';

/** `msvc lint`: read and link, complete, judge, repair where asked, narrow, write, answer. */
export async function runLint(world: World, dir: string | undefined, options: LintOptions): Promise<number> {
  const targets = targetsOf(options.format, formatNames, world.cwd);
  const { model: linked, root, seconds, timing } = await inspectFolder(world, dir, { cache: options.cache });
  const read = performance.now();
  const scope = await scopeOf(root, options);
  const judgeAll = async (one: Model): Promise<Judged> => {
    const model = await complete(one, { root, world });
    return { model, judgement: judge(model, options) };
  };
  const found = await judgeAll(linked);
  const { model, judgement } = await afterFixes(world, { root, found, scope, judge: judgeAll, targets }, options);
  const judged = narrowed(judgement, scope);
  const rules = performance.now();
  const result: LintResult = { root: dir ?? '.', model, seconds, ...judged };
  await writeOutputs(world, targets, {
    result,
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
