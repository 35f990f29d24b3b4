import type { Finding } from '../../model/finding.ts';
import { findingLines } from '../text/finding.ts';
import { clipped, oneLine } from '../text/lines.ts';
import { paintOf } from '../text/paint.ts';
import { countLine } from '../text/summary.ts';
import type { LintReport } from '../types.ts';
import { openOf } from './counts.ts';
import type { PrettyOptions } from './pretty.ts';

/** Why a run was made again: the paths that changed, and when. */
export type Cause = { readonly time: string; readonly paths: readonly string[] };

/** What a further run says that the one before did not, what it no longer says, and how many there are. */
export function renderChanges(
  before: readonly Finding[],
  report: LintReport,
  { cause, ...options }: PrettyOptions & { readonly cause: Cause },
): string {
  const paint = paintOf(options);
  const shows = ({ severity }: Finding): boolean => options.showsInfo || options.showsAll || severity !== 'info';
  const now = openOf(report).filter(shows);
  const fresh = without(now, before);
  const gone = without(before.filter(shows), now);
  const [first = '', ...more] = cause.paths;
  const what = `${oneLine(first)}${more.length > 0 ? ` and ${more.length} more` : ''}`;
  const lines = [
    paint.dim(` ${cause.time}  ${what}`),
    ...fresh.flatMap((finding) => findingLines(finding, options, report.frames)),
    ...gone.map(
      ({ message, rule }) =>
        ` ${paint.green('✓')} ${clipped(`gone: ${oneLine(message)}`, options.columns - 20)}  ${paint.dim(rule)}`,
    ),
    countLine(report, options.showsInfo || options.showsAll),
  ];
  return `${lines.join('\n')}\n`;
}

function without(findings: readonly Finding[], others: readonly Finding[]): readonly Finding[] {
  const known = new Set(others.map(({ fingerprint }) => fingerprint));
  return findings.filter(({ fingerprint }) => !known.has(fingerprint));
}
