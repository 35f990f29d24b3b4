import type { LintResult } from '../../report/types.ts';
import type { World } from '../world.ts';
import { complete } from './complete.ts';
import { exitCodeOf } from './exit-code.ts';
import { targetsOf } from './formats.ts';
import { inspectFolder } from './inspect-folder.ts';
import { judge } from './judge.ts';
import type { LintOptions } from './options.ts';
import { lintFormats, writeOutputs } from './outputs.ts';
import { scopeOf, narrowed } from './scope.ts';

/** `msvc lint`: read and link, complete, judge, narrow, write, answer. */
export async function runLint(world: World, dir: string | undefined, options: LintOptions): Promise<number> {
  const targets = targetsOf(options.format, lintFormats, world.cwd);
  const { model: linked, root, seconds, timing } = await inspectFolder(world, dir, { cache: options.cache });
  const read = performance.now();
  const model = await complete(linked, { root, world });
  const judged = narrowed(judge(model), await scopeOf(root, options));
  const rules = performance.now();
  const result: LintResult = { root: dir ?? '.', model, seconds, ...judged };
  await writeOutputs(world, targets, {
    result,
    showsInfo: options.show === 'info',
    showsUnresolved: options.unresolved === true,
  });
  if (options.timing) {
    const { renderTiming } = await import('../../report/timing.ts');
    world.err(renderTiming({ ...timing, judge: rules - read, report: performance.now() - rules }));
  }
  return exitCodeOf(result, options, world);
}
