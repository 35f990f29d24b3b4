import { type OptionSpec, type RuleNotes, severityOf } from '../../model/rule.ts';
import { paintOf } from '../text/paint.ts';
import type { Style } from '../types.ts';
import { exampleLines } from './examples.ts';
import { bullets, paragraph, section } from './sections.ts';

/** The page of a rule in a terminal. `page` is the Markdown that came with the package; it holds the examples. */
export function renderRulePage(rule: RuleNotes, page: string | undefined, style: Style): string {
  const paint = paintOf(style);
  return `${[
    ` ${paint.bold(rule.id)}  ${paint.dim(aboutOf(rule))}`,
    ...paragraph(rule.summary, style),
    ...section('Why it matters', paragraph(rule.why, style), style),
    ...section('How it is decided', paragraph(rule.decided, style), style),
    ...section('Not reported', bullets(rule.notReported, style), style),
    ...(page === undefined ? [] : section('Examples', exampleLines(page, style), style)),
    ...section('What to do', [...paragraph(rule.remedy, style), ...commandLines(rule, page, style)], style),
    ...(rule.wrong ? section('When it is wrong', paragraph(rule.wrong, style), style) : []),
    ...section('In msvc.yaml', settingLines(rule, style), style),
    ...section('Sources', bullets(rule.sources, style), style),
  ].join('\n')}\n`;
}

const kinds = { proven: 'proven', 'local-absence': 'something is absent', advice: 'advice' } as const;

const aboutOf = (rule: RuleNotes): string =>
  [
    rule.group,
    kinds[rule.tier],
    rule.optIn ? `opt-in, ${severityOf(rule.tier)} where it is on` : `${severityOf(rule.tier)} by default`,
  ].join(' · ');

/** The page knows of fixes too. */
const commandLines = ({ commands = [] }: RuleNotes, page: string | undefined, style: Style): string[] =>
  (page === undefined ? commands : commandsIn(page)).map((command) => `   ${paintOf(style).cyan(command)}`);

const commandsIn = (page: string): readonly string[] =>
  /^## What to do\n(?:(?!^## )[^])*?^```sh\n([^]*?)\n```$/m.exec(page)?.[1]?.split('\n') ?? [];

function settingLines(rule: RuleNotes, style: Style): string[] {
  const options = Object.entries(rule.options);
  const setting = options.length
    ? `{ ${options.map(([name, spec]) => `${name}: ${JSON.stringify(spec.default)}`).join(', ')} }`
    : severityOf(rule.tier);
  return [
    `   ${paintOf(style).cyan(`rules: { ${rule.id}: ${setting} }`)}`,
    ...options.flatMap(([name, spec]) => paragraph(`${name}: ${optionWords(spec)}`, style)),
  ];
}

const optionWords = ({ about, wanted, default: value }: OptionSpec<unknown>): string =>
  `${about} It is ${wanted}; ${JSON.stringify(value)} where nothing is said.`;
