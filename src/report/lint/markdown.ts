import type { Finding } from '../../model/finding.ts';
import type { Severity } from '../../model/rule.ts';
import { counted, placeOf } from '../text/lines.ts';
import { markdownCode, markdownText } from '../text/markdown.ts';
import { stepsOf } from '../text/steps.ts';
import type { LintReport } from '../types.ts';
import { countsOf, countWords, knownWords, openOf, undecidedWords } from './counts.ts';

/** GitHub refuses a comment of more than 65,536 characters; what is around the findings needs some of them. */
const mostBytes = 56_000;
const mostPlaces = 12;
const mostBlocks = 3;
const mostRepeats = 20;
const marks: Readonly<Record<Severity, string>> = { error: '❌', warning: '⚠️', info: 'ℹ️' };

/** A comment on a pull request: the counts, then each finding folded under its sentence. Never over 60 kB. */
export function renderMarkdown(report: LintReport): string {
  const open = openOf(report);
  const counts = countsOf(report);
  const known = knownWords(counts);
  const { shown, left } = withinBudget(blocksOf(open, report.paths.fromCheckout));
  const lines = [
    '<!-- msvc -->',
    `### ${open.length ? marks[open[0]?.severity ?? 'info'] : '✅'} msvc: ${countWords(counts)}`,
    '',
    [seen(report), ...known].join(' · '),
    ...shown.flatMap(({ text }) => ['', text]),
    ...(left ? ['', `…and ${counted(left, 'finding')} more: ${markdownCode('msvc lint --show all')}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function seen({ model, undecided, rules }: LintReport): string {
  const { calls, stores, channels } = model.coverage;
  const doubts = undecidedWords(undecided, rules);
  return [
    counted(model.services.length, 'service'),
    `${calls.resolved} of ${calls.found} calls, ${stores.resolved} of ${stores.found} stores, ${channels.resolved} of ${channels.found} topics resolved`,
    ...(doubts ? [`undecided: ${markdownText(doubts)}`] : []),
  ].join(' · ');
}

type Block = { readonly text: string; readonly findings: number };

/** A block for each finding; many of one rule share one. */
const blocksOf = (open: readonly Finding[], prefix: string): readonly Block[] =>
  [...Map.groupBy(open, ({ rule, severity }) => `${severity} ${rule}`).values()].flatMap((group): readonly Block[] =>
    group.length > mostBlocks
      ? [{ text: ruleBlock(group, prefix), findings: group.length }]
      : group.map((finding) => ({ text: findingBlock(finding, prefix), findings: 1 })),
  );

function withinBudget(blocks: readonly Block[]): { readonly shown: readonly Block[]; readonly left: number } {
  const encoder = new TextEncoder();
  let room = mostBytes;
  const end = blocks.findIndex(({ text }) => (room -= encoder.encode(text).length + 2) < 0);
  const shown = end < 0 ? blocks : blocks.slice(0, end);
  return { shown, left: blocks.slice(shown.length).reduce((sum, { findings }) => sum + findings, 0) };
}

function ruleBlock(group: readonly Finding[], prefix: string): string {
  const [first] = group;
  if (!first) return '';
  const { severity, rule, remedy } = first;
  const left = group.length - mostRepeats;
  return [
    `<details><summary>${marks[severity]} ${counted(group.length, 'finding')} of ${markdownCode(rule)}</summary>`,
    '',
    ...group
      .slice(0, mostRepeats)
      .map(({ message, at }) => `- ${markdownText(short(message))} ${markdownCode(short(prefix + placeOf(at)))}`),
    ...(left > 0 ? [`- and ${left} more`] : []),
    '',
    `→ ${markdownText(short(remedy))}<br>${markdownCode(`msvc explain ${rule}`)}`,
    '</details>',
  ].join('\n');
}

function findingBlock(finding: Finding, prefix: string): string {
  const { severity, message, rule, detail, remedy, fingerprint } = finding;
  const steps = stepsOf(finding);
  return [
    `<details><summary>${marks[severity]} ${markdownText(short(message))} · ${markdownCode(rule)}</summary>`,
    '',
    ...(detail ? [markdownText(short(detail)), ''] : []),
    ...steps
      .slice(0, mostPlaces)
      .map(
        (step) =>
          `- ${[markdownCode(short(prefix + placeOf(step))), ...[step.label, step.note].flatMap((text) => (text ? [markdownText(short(text))] : []))].join(' ')}`,
      ),
    ...(steps.length > mostPlaces ? [`- and ${steps.length - mostPlaces} more`] : []),
    '',
    `→ ${markdownText(short(remedy))}<br>${markdownCode(`msvc explain ${fingerprint.slice(0, 6)}`)}`,
    '</details>',
  ].join('\n');
}

/** No single text may eat the budget. */
const short = (text: string): string => (text.length > 400 ? `${text.slice(0, 399)}…` : text);
