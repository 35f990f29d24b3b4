import type { Finding } from '../../model/finding.ts';
import type { Note } from '../../model/rule.ts';
import { jsonText } from '../text/json.ts';
import type { Doubt, LintReport, Repairs } from '../types.ts';
import { countsOf } from './counts.ts';

/** The stable contract of `msvc lint --format json`; see docs/json-schemas/lint.schema.json. */
export const renderLintJson = (report: LintReport): string =>
  jsonText({
    version: 1,
    root: report.root,
    services: report.model.services.map(({ name, context, path }) => ({ name, context, path })),
    findings: report.findings.map(findingJson),
    undecided: report.undecided.map(doubtJson),
    coverage: { ...report.model.coverage, undecided: countByRule(report.undecided) },
    summary: countsOf(report),
    ...(report.repairs ? { repairs: repairsJson(report.repairs) } : {}),
  });

const repairsJson = ({ written, fixed, refused, files }: Repairs) => ({
  written,
  fixed: fixed.map(({ finding, done }) => ({ ...nameOf(finding), done })),
  refused: refused.map(({ finding, why }) => ({ ...nameOf(finding), why })),
  files,
});

const nameOf = ({ rule, fingerprint, at }: Finding) => ({
  rule,
  fingerprint,
  at: { file: at.file, line: at.line, column: at.column },
});

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
  ...(finding.baseline === undefined ? {} : { baseline: finding.baseline }),
});

const noteJson = ({ file, line, column, label, note }: Note) => ({
  file,
  line,
  column,
  note: [label, note].filter(Boolean).join(': '),
});

const doubtJson = ({ rule, undecided, services, at }: Doubt) => ({
  rule,
  undecided,
  services,
  at: { file: at.file, line: at.line, column: at.column },
});

const countByRule = (undecided: readonly Doubt[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(undecided, ({ rule }) => rule)].map(([rule, list]) => [rule, list.length]));
