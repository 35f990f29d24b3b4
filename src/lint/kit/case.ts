import type { Severity } from '../../model/rule.ts';

/** One example of a rule: a small workspace and exactly what the rule says of it. Run as a test; some stand on the page. */
export type Case = {
  /** Completes "reports …" or "does not report …". */
  readonly title: string;
  /** Text by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Everything the rule reports, in order; none for an example that is right. */
  readonly findings: readonly Expected[];
  /** Whether it is shown on the rule's page. */
  readonly page?: true;
};
export type Expected = {
  readonly severity: Severity;
  readonly message: string;
  /** `file:line` */
  readonly at: string;
};
