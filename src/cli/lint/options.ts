import type { Preset, Severity } from '../../model/rule.ts';

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
