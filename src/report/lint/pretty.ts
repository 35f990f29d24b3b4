import type { Finding } from '../../model/finding.ts';
import { findingLines } from '../text/finding.ts';
import { counted, widthOf } from '../text/lines.ts';
import { paintOf } from '../text/paint.ts';
import { cleanLine, countLine, coverageLines, titleLine } from '../text/summary.ts';
import { undecidedLines, unresolvedLines } from '../text/unseen.ts';
import type { LintReport, Style } from '../types.ts';
import { openOf } from './counts.ts';
import { groupedLines } from './groups.ts';

/** What `msvc lint` shows a person. `showsAll`: every finding whole, notes too. */
export type PrettyOptions = Style & {
  readonly showsInfo: boolean;
  readonly showsAll: boolean;
  readonly showsUnresolved: boolean;
};

/** The whole report as text: title, findings, counts, and what was not seen. */
export function renderPretty(report: LintReport, options: PrettyOptions): string {
  const open = openOf(report);
  if (report.model.services.length === 0)
    return `${[...emptyLines(report), ...wholeLines(open, report, options)].join('\n')}\n`;
  const lines = open.length
    ? fullReport(open, report, options)
    : [...elsewhereLines(report), ...cleanLine(report, options)];
  const unseen = options.showsUnresolved
    ? [...unresolvedLines(report, options), ...undecidedLines(report, options)]
    : [];
  return `${[...lines, ...unseen].join('\n')}\n`;
}

function fullReport(open: readonly Finding[], report: LintReport, options: PrettyOptions): string[] {
  const showsInfo = options.showsInfo || options.showsAll;
  const shown = open.filter(({ severity }) => showsInfo || severity !== 'info');
  const [first] = shown;
  return [
    titleLine(report, options),
    '',
    ...(options.showsAll
      ? shown.flatMap((finding) => [...findingLines(finding, options, report.frames), ''])
      : groupedLines(shown, options, report.frames)),
    countLine(report, showsInfo),
    ...elsewhereLines(report),
    ...coverageLines(report, options),
    ...(first ? whyLines(first, options) : []),
    ...newHereLines(open, options),
  ];
}

const emptyLines = ({ model, root }: LintReport): string[] => [
  ` ! No services found in ${root}: ${model.coverage.files ? `${counted(model.coverage.files, 'file')} read, ` : ''}nothing was judged.`,
  '   A service is a deployable unit: a package with a start script or a server, a compose or Kubernetes workload.',
];

const wholeLines = (findings: readonly Finding[], report: LintReport, options: PrettyOptions): string[] =>
  findings.flatMap((finding) => findingLines(finding, options, report.frames));

const elsewhereLines = ({ elsewhere }: LintReport): string[] =>
  elsewhere && elsewhere.findings > 0
    ? [` ${counted(elsewhere.findings, 'finding')} stood there before, in ${elsewhere.scope}: left out.`]
    : [];

/** An old repository is not mended in a day: said where there is much, and no baseline yet. */
const newHereLines = (open: readonly Finding[], style: Style): string[] =>
  open.length > MUCH && open.every(({ baseline }) => baseline === undefined)
    ? [` ${paintOf(style).dim('Much at once?   msvc lint --baseline   accepts what is here and guards the rest')}`]
    : [];
const MUCH = 12;

function whyLines({ rule, fingerprint }: Finding, style: Style): string[] {
  const words = ['Why?', `msvc explain ${rule}`, `msvc explain ${fingerprint.slice(0, 6)}`, 'msvc graph'];
  const line = words.join('   ');
  return (widthOf(line) < style.columns ? [line] : words).map((text) => ` ${paintOf(style).dim(text)}`);
}
