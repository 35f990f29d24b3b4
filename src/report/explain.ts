import type { Finding } from '../model/finding.ts';
import { type Rule, severityOf } from '../model/rule.ts';
import { findingLines } from './text/finding.ts';
import { stepsOf } from './text/steps.ts';
import { oneLine, padded, placeOf, widthOf, wrapped } from './text/lines.ts';
import { paintOf } from './text/paint.ts';
import type { Style } from './types.ts';

/** The page of a rule in a terminal. */
export function renderRulePage(rule: Rule, style: Style): string {
  const paint = paintOf(style);
  const paragraph = (text: string): string[] => wrapped(text, style.columns - 4).map((line) => `   ${line}`);
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length ? [` ${paint.bold(title)}`, ...lines, ''] : [];
  const bullets = (items: readonly string[]): string[] =>
    items.flatMap((item) =>
      wrapped(item, style.columns - 6).map((line, index) => `   ${index === 0 ? '·' : ' '} ${line}`),
    );
  return `${[
    ` ${paint.bold(rule.id)}  ${paint.dim(`${rule.tier} · ${severityOf(rule.tier)} by default`)}`,
    ...paragraph(rule.summary),
    '',
    ...section('Why it matters', paragraph(rule.why)),
    ...section('How it is decided', paragraph(rule.decided)),
    ...section('Not reported', bullets(rule.notReported)),
    ...section('What to do', paragraph(rule.remedy)),
    ...section(
      'Options in msvc.yaml',
      Object.entries(rule.options).flatMap(([name, spec]) => [
        `   rules: { ${rule.id}: { ${name}: ${JSON.stringify(spec.default)} } }`,
        ...paragraph(`${spec.about} It is ${spec.wanted}.`),
      ]),
    ),
    ...section('Sources', bullets(rule.sources)),
  ].join('\n')}`;
}

/** One finding with its whole proof. */
export function renderProof(finding: Finding, style: Style): string {
  const paint = paintOf(style);
  const rows =
    finding.proof.length > 0
      ? finding.proof
      : stepsOf(finding).map((step) => ({ about: step.label ?? 'place', text: step.note ?? '', at: step }));
  const aboutWidth = Math.max(...rows.map(({ about }) => widthOf(about)));
  return `${[
    ...findingLines(finding, style, new Map()),
    '',
    ` ${paint.bold('Proof')}  ${paint.dim(finding.fingerprint)}`,
    ...rows.flatMap(({ about, text, at }) => {
      const room = Math.max(24, style.columns - aboutWidth - 6);
      const [first = '', ...rest] = wrapped(oneLine(text), room);
      const indent = ' '.repeat(aboutWidth + 6);
      const place = at ? [`${indent}${paint.cyan(placeOf(at))}`] : [];
      return [`   ${paint.dim(padded(about, aboutWidth))}   ${first}`, ...rest.map((line) => indent + line), ...place];
    }),
    '',
    paint.dim(` The law: msvc explain ${finding.rule}`),
  ].join('\n')}\n`;
}
