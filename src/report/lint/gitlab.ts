import type { Finding } from '../../model/finding.ts';
import type { Severity } from '../../model/rule.ts';
import { jsonText } from '../text/json.ts';
import { oneLine } from '../text/lines.ts';
import type { LintReport } from '../types.ts';
import { openOf } from './counts.ts';

const severities: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', info: 'info' };

/** A Code Quality report of GitLab: the widget and the marks in a merge request. */
export const renderGitlab = (report: LintReport): string =>
  jsonText(openOf(report).map((finding) => issueOf(finding, report.paths.fromCheckout)));

const issueOf = ({ message, detail, rule, fingerprint, severity, at, remedy }: Finding, prefix: string) => ({
  type: 'issue',
  check_name: rule,
  description: oneLine([message, ...(detail ? [detail] : [])].map(sentence).join(' ')),
  content: { body: oneLine(sentence(remedy)) },
  categories: ['Bug Risk'],
  severity: severities[severity],
  fingerprint,
  location: { path: prefix + at.file, lines: { begin: at.line } },
});

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);
