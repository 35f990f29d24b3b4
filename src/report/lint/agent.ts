import type { Finding } from '../../model/finding.ts';
import { oneLine } from '../text/lines.ts';
import type { LintReport } from '../types.ts';
import { countsOf, countWords, knownWords, openOf, undecidedWords } from './counts.ts';

/** For programs that read and act: a finding a line, what mends each rule said once, and the command to run next. */
export function renderAgent(report: LintReport): string {
  const open = openOf(report);
  const [first] = open;
  const where = report.root === '.' ? '' : ` ${quoted(report.root)}`;
  return `${[
    oneLine(`msvc: ${summaryOf(report)}`),
    ...linesOf(open, report.paths.fromHere),
    ...remediesOf(open),
    ...(first ? [oneLine(`next: msvc explain ${first.fingerprint.slice(0, 6)}${where}`)] : []),
  ].join('\n')}\n`;
}

function summaryOf(report: LintReport): string {
  const counts = countsOf(report);
  const { calls } = report.model.coverage;
  const doubts = undecidedWords(report.undecided, report.rules);
  return [
    [countWords(counts), ...knownWords(counts)].join(', '),
    `${report.model.services.length} services`,
    `${calls.resolved} of ${calls.found} calls resolved`,
    ...(doubts ? [`undecided: ${doubts}`] : []),
  ].join('; ');
}

/** The facts behind a sentence are said once where a rule says the same of each. */
function linesOf(open: readonly Finding[], prefix: string): string[] {
  const said = new Set<string>();
  return open.map(({ severity, rule, fingerprint, at, message, detail }) => {
    const isNew = detail !== undefined && !said.has(`${rule} ${detail}`);
    if (isNew) said.add(`${rule} ${detail}`);
    const place = `${prefix}${at.file}:${at.line}:${at.column}`;
    return oneLine(`${severity} ${rule} ${fingerprint.slice(0, 6)} ${place} ${message}${isNew ? `. ${detail}` : ''}`);
  });
}

const remediesOf = (open: readonly Finding[]): string[] => [
  ...new Set(open.map(({ rule, remedy }) => oneLine(`fix ${rule}: ${remedy}`))),
];

const quoted = (word: string): string => (/^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
