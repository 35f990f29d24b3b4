import type { Finding } from '../../model/finding.ts';
import { oneLine } from '../text/lines.ts';
import type { LintReport } from '../types.ts';
import { openOf } from './counts.ts';

/** `file:line:column: severity: message [rule]`, a finding a line, as compilers say it: for editors and `grep`. */
export const renderUnix = (report: LintReport): string =>
  openOf(report)
    .map((finding) => `${lineOf(finding, report.paths.fromHere)}\n`)
    .join('');

const lineOf = ({ at, severity, message, rule }: Finding, prefix: string): string =>
  `${oneLine(prefix + at.file)}:${at.line}:${at.column}: ${severity}: ${oneLine(message) || 'broken'} [${rule}]`;
