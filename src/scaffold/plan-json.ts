import { differenceOf } from './difference.ts';
import type { Answers } from './kit/question.ts';
import type { Plan } from './plan.ts';

/** The plan as `--dry-run --format json` prints it: `schemas/plan.json`. */
export type PlanDocument = {
  readonly version: 1;
  readonly root: string;
  readonly capability: string;
  readonly answers: Answers;
  /** The command line that gives these answers again. */
  readonly command: string;
  /** Whether the files were written, or would be. */
  readonly written: boolean;
  readonly files: readonly { path: string; outcome: string; changes: readonly string[]; diff: string }[];
  readonly records: readonly string[];
  readonly nextSteps: readonly string[];
};

export type PlanHeading = Pick<PlanDocument, 'root' | 'capability' | 'answers' | 'command' | 'written'>;

export const planDocumentOf = (heading: PlanHeading, plan: Plan): PlanDocument => ({
  version: 1,
  root: heading.root,
  capability: heading.capability,
  command: heading.command,
  answers: heading.answers,
  written: heading.written,
  files: plan.outcomes.map((outcome) => ({
    path: outcome.path,
    outcome: outcome.kind,
    changes: outcome.changes,
    diff: differenceOf(outcome),
  })),
  records: plan.records.map(({ path }) => path),
  nextSteps: plan.nextSteps,
});
