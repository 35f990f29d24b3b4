import { type Finding, isOpen } from '../../model/finding.ts';
import { xmlAttributes, xmlText } from '../text/xml.ts';
import { placeOf } from '../text/lines.ts';
import type { LintReport } from '../types.ts';
import { stepsOf } from '../text/steps.ts';

/**
 * JUnit XML: a suite for each rule, a case for each finding, one passing case for a rule that was on and found nothing.
 * Notes pass, what is silenced or in the baseline is skipped.
 */
export function renderJunit(report: LintReport): string {
  const byRule = Map.groupBy(report.findings, ({ rule }) => rule);
  const ids = [...new Set([...report.ran, ...byRule.keys()])].sort();
  const suites = ids.map((id) => ({ id, findings: byRule.get(id) ?? [] }));
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${xmlAttributes({ name: 'msvc', ...tallyOf(report.findings, suites) })}>`,
    ...suites.flatMap(({ id, findings }) => suiteOf(id, findings, report)),
    '</testsuites>',
  ].join('\n')}\n`;
}

type Suite = { readonly id: string; readonly findings: readonly Finding[] };

const isFailure = (finding: Finding): boolean => isOpen(finding) && finding.severity !== 'info';

const tallyOf = (findings: readonly Finding[], suites: readonly Suite[]) => ({
  tests: suites.reduce((sum, one) => sum + Math.max(1, one.findings.length), 0),
  failures: findings.filter(isFailure).length,
  errors: 0,
  skipped: findings.filter((one) => !isOpen(one)).length,
});

function suiteOf(id: string, findings: readonly Finding[], report: LintReport): string[] {
  const lead = `  <testsuite${xmlAttributes({ name: id, ...tallyOf(findings, [{ id, findings }]) })}>`;
  const summary = report.rules.find((rule) => rule.id === id)?.summary ?? id;
  const passing = `    <testcase${xmlAttributes({ name: summary, classname: `msvc.${id}` })}/>`;
  const cases = findings.flatMap((finding) => caseOf(finding, report.paths.fromCheckout));
  return [lead, ...(cases.length ? cases : [passing]), '  </testsuite>'];
}

function caseOf(finding: Finding, prefix: string): string[] {
  const { message, rule, fingerprint, at } = finding;
  const lead = `    <testcase${xmlAttributes({
    name: `${message} (${fingerprint.slice(0, 6)})`,
    classname: `msvc.${rule}`,
    file: prefix + at.file,
    line: at.line,
  })}>`;
  return [lead, ...outcomeOf(finding, prefix), '    </testcase>'];
}

function outcomeOf(finding: Finding, prefix: string): string[] {
  const { severity, suppressed, message } = finding;
  if (!isOpen(finding)) return [`      <skipped${xmlAttributes({ message: suppressed ?? 'in the baseline' })}/>`];
  const text = bodyOf(finding, prefix).map(xmlText).join('\n');
  return isFailure(finding)
    ? [`      <failure${xmlAttributes({ type: severity, message })}>${text}</failure>`]
    : [`      <system-out>${text}</system-out>`];
}

const bodyOf = (finding: Finding, prefix: string): string[] => [
  ...(finding.detail ? [finding.detail] : []),
  ...stepsOf(finding).map((step) => [prefix + placeOf(step), step.label, step.note].filter(Boolean).join('  ')),
  `→ ${finding.remedy}`,
  `msvc explain ${finding.fingerprint.slice(0, 6)}`,
];
