import type { Finding } from '../../model/finding.ts';
import type { Severity } from '../../model/rule.ts';
import { oneLine } from '../text/lines.ts';
import type { LintReport } from '../types.ts';
import { countsOf, countWords, openOf } from './counts.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands of GitHub Actions: annotations on the changed files of a pull request, errors first. */
export function renderGithub(report: LintReport): string {
  const lines = openOf(report).map((finding) => annotation(finding, report.paths.fromCheckout));
  return `${[...lines, `msvc: ${countWords(countsOf(report))}`].join('\n')}\n`;
}

function annotation({ severity, at, rule, message, detail, remedy }: Finding, prefix: string): string {
  const properties = {
    file: oneLine(prefix + at.file),
    line: String(at.line),
    col: String(at.column),
    title: `msvc ${rule}`,
  };
  const words = Object.entries(properties).map(([name, value]) => `${name}=${propertyOf(value)}`);
  const text = [message, ...(detail ? [detail] : []), `→ ${remedy}`].map(oneLine).join('\n');
  return `::${commands[severity]} ${words.join(',')}::${dataOf(text)}`;
}

const dataOf = (text: string): string => text.replaceAll('%', '%25').replaceAll('\n', '%0A');
const propertyOf = (text: string): string => dataOf(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
