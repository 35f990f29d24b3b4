import type { Day } from '../day.ts';
import type { Preset } from '../rule.ts';
import type { At } from './module.ts';

/** A setting with its place, so that a mistake in it can be shown. */
export type Placed<T> = { readonly value: T; readonly at: At };

/** `msvc.yaml`: what cannot be inferred. See its JSON Schema. */
export type ConfigFact = {
  readonly kind: 'config';
  /** msvc.yaml, or however it is spelt. */
  readonly file: string;
  readonly version: number;
  readonly contexts: readonly ContextConfig[];
  readonly rules: Readonly<Record<string, RuleConfig>>;
  /** Which rules are on, and how severe; `recommended` where it is absent. */
  readonly preset?: Preset;
  readonly ignore: readonly string[];
  /** Where each of `ignore` stands. */
  readonly ignoreAt: readonly At[];
  readonly partial: boolean;
  readonly suppress: readonly SuppressConfig[];
};
/** What holds where there is no msvc.yaml. */
export const noConfig: ConfigFact = {
  kind: 'config',
  file: 'msvc.yaml',
  version: 1,
  contexts: [],
  rules: {},
  ignore: [],
  ignoreAt: [],
  partial: false,
  suppress: [],
};

export type ContextConfig = {
  readonly name: string;
  /** Globs of the folders whose code belongs to the context. Default: the service of the same name. */
  readonly paths: readonly string[];
  readonly owner?: string;
  readonly subdomain?: 'core' | 'supporting' | 'generic';
  readonly relationships: readonly { readonly with: string; readonly kind: string; readonly at: At }[];
  readonly at: At;
};
export type RuleConfig = {
  readonly severity?: 'off' | 'info' | 'warning' | 'error';
  readonly options: Readonly<Record<string, unknown>>;
  /** Where the options stand. */
  readonly optionsAt?: Readonly<Record<string, At>>;
  readonly at: At;
};

/** Findings of one rule that were looked at and are left as they are. At least one of `files`, `services`, `fingerprint` is given. */
export type SuppressConfig = {
  readonly rule: string;
  /** A glob of files or folders. */
  readonly files?: string;
  readonly services?: readonly string[];
  readonly fingerprint?: string;
  readonly reason: string;
  readonly until?: Day;
  readonly at: At;
};

/** CODEOWNERS: the last matching pattern wins. */
export type OwnersFact = {
  readonly kind: 'owners';
  readonly entries: readonly { readonly pattern: string; readonly owners: readonly string[]; readonly at: At }[];
};
