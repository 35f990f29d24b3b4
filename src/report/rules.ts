import type { Preset, RuleGroup, RuleNotes, Severity, Tier } from '../model/rule.ts';
import { jsonText } from './text/json.ts';
import { padded, widthOf, wrapped } from './text/lines.ts';
import { markOf, type Paint, paintOf } from './text/paint.ts';
import type { Style } from './types.ts';

/** A rule as lists show it, with what each preset makes of it. */
export type ListedRule = Pick<RuleNotes, 'id' | 'group' | 'tier' | 'optIn' | 'summary' | 'options'> & {
  readonly presets: Readonly<Record<Preset, Severity | 'off'>>;
};

/** What kind of question each group asks, in the order of lists. */
export const groups: Readonly<Record<RuleGroup, string>> = {
  core: 'boundaries of data, code and requests',
  calls: 'what a caller waits for, and how long',
  contracts: 'what services promise and tell each other',
  running: 'how services start, stop and are watched',
  boundaries: 'what is cut too large, too small or belongs to nobody',
  hygiene: 'what msvc itself must not ignore silently',
};
const tiers: Readonly<Record<Tier, string>> = { proven: 'proven', 'local-absence': 'absence', advice: 'advice' };

/** By group, a rule a line: how much it weighs, its id, what kind of proof it gives, the law. */
export function renderRules(rules: readonly ListedRule[], style: Style): string {
  const paint = paintOf(style);
  const width = Math.max(...rules.map(({ id }) => widthOf(id)));
  const sections = Object.entries(groups).flatMap(([group, about]) => {
    const members = rules.filter((rule) => rule.group === group);
    if (members.length === 0) return [];
    return [
      ` ${paint.bold(group)}  ${paint.dim(about)}`,
      ...members.flatMap((rule) => ruleLines(rule, width, style)),
      '',
    ];
  });
  return `${[...sections, ...legend(rules, style)].join('\n')}\n`;
}

function ruleLines(rule: ListedRule, width: number, style: Style): string[] {
  const paint = paintOf(style);
  const indent = width + 16;
  const lead = `   ${leadOf(rule, paint)} ${padded(rule.id, width)}  ${paint.dim(padded(tiers[rule.tier], 7))}  `;
  const [first = '', ...rest] = wrapped(rule.summary, Math.max(24, style.columns - indent - 1));
  return [lead + first, ...rest.map((line) => ' '.repeat(indent) + line)];
}

const leadOf = ({ presets, optIn }: ListedRule, paint: Paint): string =>
  optIn || presets.recommended === 'off' ? paint.dim('○') : markOf(presets.recommended, paint);

function legend(rules: readonly ListedRule[], style: Style): string[] {
  const paint = paintOf(style);
  const optIn = rules.filter((rule) => rule.optIn).length;
  const words = [
    `${rules.length} rules. ✖ error  ⚠ warning  ℹ note  ○ opt-in: off in the preset "recommended"${optIn ? ` (${optIn})` : ''}`,
    'Presets (preset: in msvc.yaml, or --preset): recommended is what nobody has to name; all has the opt-in rules too; strict is all, with absences as errors and advice as warnings.',
    'msvc explain <rule> shows one with its reasons, examples, options and sources.',
  ];
  return words.flatMap((text) => wrapped(text, style.columns - 2).map((line) => paint.dim(` ${line}`)));
}

/** The same for programs. */
export const renderRulesJson = (rules: readonly ListedRule[]): string =>
  jsonText({
    version: 1,
    groups: Object.entries(groups).map(([name, about]) => ({ name, about })),
    rules: rules.map(({ id, group, tier, optIn, presets, summary, options }) => ({
      id,
      group,
      tier,
      severity: presets.all,
      optIn: optIn === true,
      presets,
      summary,
      options: Object.entries(options).map(([name, { kind, default: value, min, choices, about }]) => ({
        name,
        kind,
        default: value,
        ...(min === undefined ? {} : { min }),
        ...(choices === undefined ? {} : { choices }),
        about,
      })),
    })),
  });
