import { isOpen } from '../../model/finding.ts';
import { jsonText } from '../text/json.ts';
import type { LintReport } from '../types.ts';
import { resultOf } from './result.ts';
import { descriptorOf } from './rule.ts';
import { notificationsOf } from './notifications.ts';

/** Code scanning refuses a file with more results, and shows the weightiest 5,000. */
const mostResults = 25_000;

/** SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function renderSarif(report: LintReport): string {
  const rules = report.rules.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  // What is reported comes first, so that a limit cuts off what is silenced.
  const findings = report.findings.toSorted((a, b) => Number(isOpen(b)) - Number(isOpen(a)));
  return jsonText({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'msvc', ...versionOf(report.version), rules: rules.map(descriptorOf) } },
        automationDetails: { id: 'msvc/' },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The top of the checkout.' } } },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notificationsOf(report) }],
        results: findings.slice(0, mostResults).map((finding) => resultOf(finding, report, indexes)),
      },
    ],
  });
}

const versionOf = (version: string) =>
  /^\d+\.\d+\.\d+(?:-[\w.-]+)?$/.test(version) ? { semanticVersion: version } : { version };
