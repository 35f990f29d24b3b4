import type { Place } from '../../model/evidence.ts';
import type { Finding } from '../../model/finding.ts';
import type { RuleNotes } from '../../model/rule.ts';
import { frameAt, frameLines, type Frames } from '../text/frame.ts';
import { clipped, oneLine, padded, placeOf, widthOf, wrapped } from '../text/lines.ts';
import { markOf, paintOf } from '../text/paint.ts';
import { stepsOf } from '../text/steps.ts';
import type { Style } from '../types.ts';
import { paragraph, section } from './sections.ts';

/** What one finding is explained with. */
export type Explaining = { readonly rule: RuleNotes | undefined; readonly frames: Frames; readonly style: Style };

/** One finding with its whole proof: every fact, where it stands, how it was linked, and what to do if it is wrong. */
export function renderProof(finding: Finding, { rule, frames, style }: Explaining): string {
  const paint = paintOf(style);
  const title = `${finding.rule} · ${finding.subject.map(oneLine).join(' · ')}`;
  return `${[
    ` ${paint.bold(clipped(title, style.columns - 18))}  ${paint.dim(finding.fingerprint)}`,
    '',
    ...wrapped(oneLine(finding.message), style.columns - 4).map((line, index) =>
      index === 0 ? ` ${markOf(finding.severity, paint)} ${paint.bold(line)}` : `   ${paint.bold(line)}`,
    ),
    ...(finding.detail ? paragraph(finding.detail, style) : []),
    ...stateLines(finding, style),
    ...quotation(finding, frames, style),
    ...section('Proof', proofLines(finding, style), style),
    ...section('What to do', paragraph(finding.remedy, style), style),
    ...section('Wrong?', wrongLines(finding, rule, style), style),
    '',
    paint.dim(` The law: msvc explain ${finding.rule}`),
  ].join('\n')}\n`;
}

function stateLines({ suppressed, baseline }: Finding, style: Style): string[] {
  if (suppressed !== null) return paragraph(`Silenced here: ${suppressed}`, style);
  return baseline === 'unchanged' ? paragraph('Accepted by the baseline: known before, not reported.', style) : [];
}

const quotation = (finding: Finding, frames: Frames, style: Style): string[] =>
  frameAt(frames, finding.at)
    ? ['', `   ${paintOf(style).cyan(placeOf(finding.at))}`, ...frameLines(frames, finding.at, style)]
    : [];

type Fact = { readonly about: string; readonly text: string; readonly at?: Place };

/** The reasoning of the rule where it gives one, then the places as they were linked. */
function proofLines(finding: Finding, style: Style): string[] {
  const verdict = finding.proof.filter(({ about }) => about === 'verdict');
  const facts: readonly Fact[] = finding.proof.filter(({ about }) => about !== 'verdict');
  const told = new Set(facts.flatMap(({ at }) => (at ? [placeOf(at)] : [])));
  const steps = stepsOf(finding);
  const untold = steps.some((step) => step.depth || !told.has(placeOf(step))) ? steps : [];
  const path = untold.map((step, index): Fact => ({
    about: facts.length > 0 && index === 0 ? 'places' : '',
    text: `${step.depth ? `${'  '.repeat(step.depth - 1)}└ ` : ''}${[step.label, step.note].filter(Boolean).join(': ')}`,
    at: step,
  }));
  return factLines([...facts, ...path, ...verdict], style);
}

/** What about, what, where: the place beside the text where there is room, else below it. */
function factLines(facts: readonly Fact[], style: Style): string[] {
  const paint = paintOf(style);
  const aboutWidth = Math.min(16, Math.max(...facts.map(({ about }) => widthOf(oneLine(about)))));
  const indent = ' '.repeat(aboutWidth === 0 ? 3 : aboutWidth + 6);
  const room = Math.max(24, style.columns - widthOf(indent) - 1);
  const fitting = facts.filter(({ text, at }) => at && widthOf(shown(text)) + widthOf(placeOf(at)) + 3 <= room);
  const textWidth = Math.max(0, ...fitting.map(({ text }) => widthOf(shown(text))));
  return facts.flatMap(({ about, text, at }) => {
    const lead =
      aboutWidth === 0 ? indent : `   ${paint.dim(padded(clipped(oneLine(about), aboutWidth), aboutWidth))}   `;
    const place = at ? placeOf(at) : '';
    const start = padded(shown(text), textWidth);
    if (place && widthOf(start) + widthOf(place) + 3 <= room)
      return [`${lead}${textWidth ? `${start}   ` : ''}${paint.cyan(place)}`];
    const [first = '', ...rest] = hanging(shown(text), room);
    return [
      lead + first,
      ...rest.map((line) => indent + line),
      ...(place ? [`${indent}${depthOf(text)}${paint.cyan(place)}`] : []),
    ];
  });
}

const depthOf = (text: string): string => ' '.repeat(/^ *(?:└ )?/.exec(shown(text))?.[0].length || 2);

/** Wrapped, each line as deep as the first; behind the corner of a path. */
function hanging(text: string, room: number): string[] {
  const depth = /^ *(?:└ )?/.exec(text)?.[0] ?? '';
  return wrapped(text.slice(depth.length), room - depth.length).map(
    (line, index) => (index === 0 ? depth : ' '.repeat(depth.length)) + line,
  );
}

/** One line, but with the indentation of a path. */
const shown = (text: string): string => (/^ */.exec(text)?.[0] ?? '') + oneLine(text);

function wrongLines(finding: Finding, rule: RuleNotes | undefined, style: Style): string[] {
  const { paint, known } = { paint: paintOf(style), known: rule?.notReported.slice(0, 4) ?? [] };
  return [
    ...(rule?.wrong ? paragraph(rule.wrong, style) : []),
    ...(known.length > 0 ? paragraph(`Not meant to be reported: ${known.join('; ')}.`, style) : []),
    ...paragraph('If it is no fault here, silence it where it stands or in msvc.yaml, with the reason:', style),
    `     ${paint.cyan(`${commentIn(finding.at.file)} msvc-ignore ${finding.rule} -- why`)}`,
    `     ${paint.cyan(`suppress: [{ rule: ${finding.rule}, fingerprint: ${finding.fingerprint.slice(0, 6)}, reason: why }]`)}`,
  ];
}

/** What begins a comment in a file of this name. */
const commentIn = (file: string): string =>
  /\.(?:ya?ml|toml|sh|conf|env[\w.]*|properties)$|(?:^|\/)(?:Dockerfile|\.env)[^/]*$/i.test(file)
    ? '#'
    : /\.sql$/i.test(file)
      ? '--'
      : '//';
