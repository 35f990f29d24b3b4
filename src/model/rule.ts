import type { NonEmpty, Place } from './evidence.ts';
import type { Model } from './model.ts';

export type Severity = 'error' | 'warning' | 'info';

/** What kind of proof a rule gives; decides its default severity: error, warning, info. */
export type Tier = 'proven' | 'local-absence' | 'advice';
export const severityOf = (tier: Tier): Severity =>
  tier === 'proven' ? 'error' : tier === 'local-absence' ? 'warning' : 'info';

/** A place with what it shows. */
export type Note = Place & { readonly note?: string };

/** One violation as a rule says it. `subject` holds names, never lines, so that its fingerprint survives edits. */
export type Saying = {
  readonly message: string;
  readonly at: Place;
  readonly related: readonly Note[];
  readonly services: readonly string[];
  readonly subject: NonEmpty<string>;
  /** Only where rules.md grades one rule's findings; else the tier decides. */
  readonly grade?: Severity;
};

/** How sayings are built: one function per message. */
type Proof = Omit<Saying, 'message'>;
export type Sayers<M> = {
  readonly [K in keyof M]: M[K] extends (data: infer D) => string ? (data: D, proof: Proof) => Saying : never;
};

export type OptionSchema = Readonly<Record<string, OptionSpec>>;
export type OptionSpec =
  | { readonly kind: 'whole-number'; readonly default: number; readonly min: number; readonly about: string }
  | { readonly kind: 'boolean'; readonly default: boolean; readonly about: string }
  | { readonly kind: 'list'; readonly default: readonly string[]; readonly about: string };
export type OptionsOf<O extends OptionSchema> = {
  readonly [K in keyof O]: O[K]['default'] extends boolean
    ? boolean
    : O[K]['default'] extends number
      ? number
      : readonly string[];
};

/** A law over the model. It says; it never prints, throws, sorts or picks its severity. */
export type Rule = {
  readonly id: string;
  readonly tier: Tier;
  readonly summary: string;
  readonly why: string;
  readonly remedy: string;
  readonly options: OptionSchema;
  /** Anything the rule could not decide is counted by the model's coverage, never said. */
  readonly check: (model: Model, options: Readonly<Record<string, unknown>>) => Iterable<Saying>;
};
