import type { Finding } from '../../model/finding.ts';
import { xmlAttributes } from '../text/xml.ts';
import type { LintReport } from '../types.ts';
import { openOf } from './counts.ts';

/** Checkstyle XML, as Jenkins and many review tools read it: findings by file. */
export function renderCheckstyle(report: LintReport): string {
  const byFile = Map.groupBy(openOf(report), ({ at }) => at.file);
  const files = [...byFile].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<checkstyle version="10.0">',
    ...files.flatMap(([file, findings]) => [
      `  <file${xmlAttributes({ name: report.paths.fromCheckout + file })}>`,
      ...findings.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column).map(errorOf),
      '  </file>',
    ]),
    '</checkstyle>',
  ].join('\n')}\n`;
}

const errorOf = ({ at, severity, message, detail, rule }: Finding): string =>
  `    <error${xmlAttributes({
    line: at.line,
    column: at.column,
    severity,
    message: [message, detail].filter(Boolean).join(' · '),
    source: `msvc.${rule}`,
  })}/>`;
