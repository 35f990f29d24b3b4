import type { Finding } from '../model/finding.ts';
import { findingLines } from './text/finding.ts';
import { counted, widthOf } from './text/lines.ts';
import { paintOf } from './text/paint.ts';
import { cleanLine, countLine, coverageLines, titleLine, unresolvedLines } from './text/summary.ts';
import type { LintResult, Style } from './types.ts';

/** What `msvc lint` shows a person. */
export type PrettyOptions = Style & { readonly showsInfo: boolean; readonly showsUnresolved: boolean };

/** The whole report as text: title, findings, counts, and what was not seen. */
export function renderPretty(result: LintResult, options: PrettyOptions): string {
  if (result.model.services.length === 0)
    return `${[...emptyLines(result), ...otherFindings(result, options)].join('\n')}\n`;
  const lines = result.findings.length
    ? fullReport(result, options)
    : [...elsewhereLines(result), cleanLine(result, options)];
  const open = options.showsUnresolved && result.model.unresolved.length;
  return `${[...lines, ...(open ? [' Not resolved:', ...unresolvedLines(result.model, options)] : [])].join('\n')}\n`;
}

function fullReport(result: LintResult, options: PrettyOptions): string[] {
  const { model, findings } = result;
  const shown = findings.filter(({ severity }) => options.showsInfo || severity !== 'info');
  const [first] = shown;
  return [
    titleLine(result, options),
    '',
    ...shown.flatMap((finding) => [...findingLines(finding, options), '']),
    countLine(findings, options.showsInfo),
    ...elsewhereLines(result),
    ...coverageLines(model, options),
    ...(first ? whyLines(first, options) : []),
  ];
}

const emptyLines = ({ model, root }: LintResult): string[] => [
  ` ! No services found in ${root}: ${model.coverage.files ? `${counted(model.coverage.files, 'file')} read, ` : ''}nothing was judged.`,
  '   A service is a deployable unit: a package with a start script or a server, a compose or Kubernetes workload.',
];

function otherFindings(result: LintResult, options: PrettyOptions): string[] {
  return result.findings.flatMap((finding) => findingLines(finding, options));
}

const elsewhereLines = ({ elsewhere }: LintResult): string[] =>
  elsewhere && elsewhere.findings > 0
    ? [` ${counted(elsewhere.findings, 'finding')} without a place in ${elsewhere.scope} left out.`]
    : [];

function whyLines({ rule, fingerprint }: Finding, style: Style): string[] {
  const words = ['Why?', `msvc explain ${rule}`, `msvc explain ${fingerprint.slice(0, 6)}`, 'msvc graph'];
  const line = words.join('   ');
  return (widthOf(line) < style.columns ? [line] : words).map((text) => ` ${paintOf(style).dim(text)}`);
}
