import type { Preset, Severity } from '../../model/rule.ts';
import type { LintResult } from '../../report/types.ts';
import type { Output } from './outputs.ts';

/** What `msvc lint` was given. */
export type LintOptions = {
  readonly format: readonly string[];
  readonly preset?: Preset;
  readonly failOn: Severity;
  readonly failOnEmpty?: boolean;
  readonly show?: 'info' | 'all';
  readonly unresolved?: boolean;
  /** True: take in what is here. False: judge as if there were none. */
  readonly baseline?: boolean;
  readonly watch?: boolean;
  readonly staged?: boolean;
  readonly since?: string;
  readonly cache: boolean;
  readonly timing?: boolean;
  readonly fix?: boolean;
  readonly dryRun?: boolean;
};

/** What is shown of a result. */
export const outputOf = (result: LintResult, options: LintOptions): Output => ({
  result,
  ...(options.preset === undefined ? {} : { preset: options.preset }),
  // Of what the index holds, the work tree may hold other lines.
  quotes: options.staged !== true,
  showsInfo: options.show === 'info',
  showsAll: options.show === 'all',
  showsUnresolved: options.unresolved === true,
});
