import type { NonEmpty, Place } from './evidence.ts';
import type { Model } from './model.ts';

export type Severity = 'error' | 'warning' | 'info';

/** Which rules are on, and how severe: see `src/lint/presets.ts`. */
export const presets = ['recommended', 'all', 'strict'] as const;
export type Preset = (typeof presets)[number];

/** What kind of proof a rule gives; decides its default severity: error, warning, info. */
export type Tier = 'proven' | 'local-absence' | 'advice';
export const severityOf = (tier: Tier): Severity =>
  tier === 'proven' ? 'error' : tier === 'local-absence' ? 'warning' : 'info';

/** A place with what it shows. `label` stands before the place, `note` behind it; `depth` indents it as a step of a path. */
export type Note = Place & { readonly note?: string; readonly label?: string; readonly depth?: number };

/** One line of the reasoning behind a finding, for `msvc explain <fingerprint>`. */
export type ProofLine = { readonly about: string; readonly text: string; readonly at?: Place };

/** One violation as a rule says it. `subject` holds names, never lines, so that its fingerprint survives edits. */
export type Saying = {
  readonly message: string;
  /** A second sentence: the facts that the verdict hangs on. */
  readonly detail?: string;
  readonly at: Place;
  readonly related: readonly Note[];
  readonly services: readonly string[];
  readonly subject: NonEmpty<string>;
  /** Only where rules.md grades one rule's findings; else the tier decides. */
  readonly grade?: Severity;
  /** What to do here, where that says more than the rule's general remedy. */
  readonly remedy?: string;
  readonly proof?: readonly ProofLine[];
};

/** Something that a rule looked at and could not decide: counted and shown on request, never reported as a fault. */
export type Undecided = { readonly undecided: string; readonly at: Place; readonly services: readonly string[] };

/** What a saying holds beside its message. */
export type Proof = Omit<Saying, 'message'>;

/** One setting of a rule. `read` answers with undefined where the value given is of the wrong kind. */
export type OptionSpec<T> = {
  readonly kind: 'whole-number' | 'boolean' | 'list' | 'text' | 'choice';
  readonly default: T;
  readonly min?: number;
  /** What a choice may be. */
  readonly choices?: readonly string[];
  readonly about: string;
  /** What is wanted, as it completes "maxHops must be …". */
  readonly wanted: string;
  readonly read: (value: unknown) => T | undefined;
};

/** Where a rule stands in lists: what kind of question it asks. */
export type RuleGroup = 'core' | 'calls' | 'contracts' | 'running' | 'boundaries' | 'hygiene';

/** A law over the model. It says; it never prints, throws, sorts or picks its severity. */
export type Rule = {
  readonly id: string;
  readonly group: RuleGroup;
  readonly tier: Tier;
  /** Not part of the preset `recommended`: a matter of taste, or noisy where nobody asked for it. */
  readonly optIn?: true;
  /** Judged after all others: it looks at what became of their findings (`model.upkeep`). */
  readonly isLast?: true;
  /** It asks what commits changed together: the history is gathered where such a rule is on. */
  readonly usesHistory?: true;
  /** Asks for `model.breaks`. */
  readonly usesBreaks?: true;
  readonly summary: string;
  /** Why it matters in production. */
  readonly why: string;
  /** How it is decided, in a few sentences. */
  readonly decided: string;
  /** What is deliberately not reported, and what cannot be seen. */
  readonly notReported: readonly string[];
  readonly remedy: string;
  readonly sources: readonly string[];
  readonly options: Readonly<Record<string, OptionSpec<unknown>>>;
  /** One of the things it looks at, as it completes "3 … undecided": `handler`, `call`, `image`. */
  readonly looksAt?: string;
  /** The lines it points at may hold a credential: no report quotes them. */
  readonly neverQuoted?: true;
  /** What makes a finding of it wrong although the code is right, and how to let msvc see that; shown under "Wrong?". */
  readonly wrong?: string;
  /** Commands that mend what it finds, or help to. */
  readonly commands?: readonly string[];
  readonly check: (model: Model, options: Readonly<Record<string, unknown>>) => Iterable<Saying | Undecided>;
};

/** All of a rule but its walk: what reports and pages need. */
export type RuleNotes = Omit<Rule, 'check'>;
