import { isAtLeast } from '../../lint/engine.ts';
import { isOpen } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import type { LintResult } from '../../report/types.ts';
import { isCi } from './ci.ts';
import { exitCodes, type World } from '../world.ts';
import type { LintOptions } from './options.ts';

/** What a result is worth to the shell. A run that measured nothing does not pass silently where nobody looks. */
export function exitCodeOf(
  { model, findings }: LintResult,
  { failOn, failOnEmpty }: LintOptions,
  world: World,
): number {
  const isEmpty = measuresNothing(model) && (failOnEmpty ?? isCi(world));
  const fails = findings.some((finding) => isOpen(finding) && isAtLeast(finding, failOn));
  return isEmpty || fails ? exitCodes.findings : exitCodes.clean;
}

/** Nothing that a rule could look at: no service, or none that was seen to do anything. */
const measuresNothing = ({ services, operations, edges, coverage: { calls, stores, channels } }: Model): boolean =>
  services.length === 0 || operations.length + edges.length + calls.found + stores.found + channels.found === 0;
