import type { At } from './module.ts';

/** A setting with its place, so that a mistake in it can be shown. */
export type Placed<T> = { readonly value: T; readonly at: At };

/** `msvc.yaml`: what cannot be inferred. See its JSON Schema. */
export type ConfigFact = {
  readonly kind: 'config';
  readonly version: number;
  readonly contexts: readonly ContextConfig[];
  readonly rules: Readonly<Record<string, RuleConfig>>;
  readonly ignore: readonly string[];
  readonly partial: boolean;
};
/** What holds where there is no msvc.yaml. */
export const noConfig: ConfigFact = { kind: 'config', version: 1, contexts: [], rules: {}, ignore: [], partial: false };

export type ContextConfig = {
  readonly name: string;
  /** Globs of the folders whose code belongs to the context. Default: the service of the same name. */
  readonly paths: readonly string[];
  readonly owner?: string;
  readonly subdomain?: 'core' | 'supporting' | 'generic';
  readonly relationships: readonly { readonly with: string; readonly kind: string }[];
  readonly at: At;
};
export type RuleConfig = {
  readonly severity?: 'off' | 'info' | 'warning' | 'error';
  readonly options: Readonly<Record<string, unknown>>;
  readonly at: At;
};

/** CODEOWNERS: the last matching pattern wins. */
export type OwnersFact = {
  readonly kind: 'owners';
  readonly entries: readonly { readonly pattern: string; readonly owners: readonly string[]; readonly at: At }[];
};
