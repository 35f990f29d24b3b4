import { errors } from '../../errors.ts';
import type { Judgement } from '../../lint/engine.ts';
import { isOpen } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import type { Repairs } from '../../report/types.ts';
import type { World } from '../world.ts';
import type { Target } from './formats.ts';
import type { LintOptions } from './options.ts';
import { narrowed, type Scope } from './scope.ts';

/** A model with all that the rules say of it. */
export type Judged = { readonly model: Model; readonly judgement: Judgement };

type Found = {
  readonly root: string;
  readonly found: Judged;
  readonly scope: Scope | undefined;
  readonly judge: (model: Model) => Promise<Judged>;
  readonly targets: readonly Target<string>[];
};

/** What there is to report once `--fix` has repaired what it can; without it, what was found. */
export async function afterFixes(
  world: World,
  { root, found, scope, judge, targets }: Found,
  { fix, dryRun = false, cache }: LintOptions,
): Promise<{ readonly mended: Judged; readonly repairs?: Repairs }> {
  if (!fix && dryRun) throw errors.unknownOption('--dry-run shows what --fix would write.', 'Add --fix.');
  if (!fix) return { mended: found };
  const [{ runFixes }, { repairsText }] = await Promise.all([import('../fix/run.ts'), import('../fix/output.ts')]);
  const wanted = narrowed(found.judgement, scope).findings.filter(isOpen);
  const result = await runFixes(world, { root, found, wanted, judge, cache, dryRun });
  // A report for programs keeps stdout for itself.
  const isForPeople = targets.every(({ format, file }) => format === 'pretty' || file !== undefined);
  (isForPeople ? world.out : world.err)(await repairsText(world, result.repairs));
  return { mended: result.judged, repairs: result.repairs };
}
