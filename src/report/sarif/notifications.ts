import { undecidedWords } from '../lint/counts.ts';
import type { LintReport } from '../types.ts';

/** What the run did not see, for those who read a report and ask how far it can be trusted. */
export function notificationsOf(report: LintReport) {
  const { calls, stores, channels } = report.model.coverage;
  const doubts = undecidedWords(report.undecided, report.rules);
  const open = calls.found - calls.resolved + (stores.found - stores.resolved) + (channels.found - channels.resolved);
  return [
    ...(open > 0
      ? [
          note(
            `Resolved: ${calls.resolved} of ${calls.found} calls, ${stores.resolved} of ${stores.found} stores, ${channels.resolved} of ${channels.found} topics.`,
          ),
        ]
      : []),
    ...(doubts ? [note(`Undecided: ${doubts}.`)] : []),
  ];
}

const note = (text: string) => ({ level: 'note', message: { text } });
