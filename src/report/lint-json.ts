import type { Finding } from '../model/finding.ts';
import type { Note } from '../model/rule.ts';
import type { LintResult } from './types.ts';

/** The stable contract of `msvc lint --format json`; see docs/json-schemas/lint.schema.json. */
export function renderLintJson({ root, model, findings }: LintResult): string {
  const count = (severity: Finding['severity']) => findings.filter((one) => one.severity === severity).length;
  return `${JSON.stringify(
    {
      version: 1,
      root,
      services: model.services.map(({ name, context, path }) => ({ name, context, path })),
      findings: findings.map(findingJson),
      coverage: model.coverage,
      summary: { error: count('error'), warning: count('warning'), info: count('info'), suppressed: 0, baseline: 0 },
    },
    null,
    2,
  )}\n`;
}

const findingJson = (finding: Finding) => ({
  rule: finding.rule,
  severity: finding.severity,
  message: finding.message,
  ...(finding.detail === undefined ? {} : { detail: finding.detail }),
  services: finding.services,
  at: { file: finding.at.file, line: finding.at.line, column: finding.at.column },
  related: finding.related.map(noteJson),
  subject: finding.subject,
  fingerprint: finding.fingerprint,
  remedy: finding.remedy,
  url: finding.url,
  suppressed: finding.suppressed,
});

const noteJson = ({ file, line, column, label, note }: Note) => ({
  file,
  line,
  column,
  note: [label, note].filter(Boolean).join(': '),
});
