import { type RuleNotes, type Severity, severityOf, type Tier } from '../../model/rule.ts';

export const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};
const precisions: Readonly<Record<Tier, string>> = { proven: 'very-high', 'local-absence': 'high', advice: 'medium' };
const problems: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'recommendation' };

/** What viewers show of a rule: the law, why it is one, and how to keep it. */
export const descriptorOf = (rule: RuleNotes) => ({
  id: rule.id,
  name: pascalCased(rule.id),
  shortDescription: { text: rule.summary },
  fullDescription: { text: `${rule.summary} ${rule.why}` },
  help: { text: helpText(rule), markdown: helpMarkdown(rule) },
  defaultConfiguration: { level: levels[severityOf(rule.tier)], enabled: rule.optIn !== true },
  properties: {
    tags: ['microservices', rule.group],
    precision: precisions[rule.tier],
    'problem.severity': problems[severityOf(rule.tier)],
  },
});

const pascalCased = (id: string): string => id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

const helpText = (rule: RuleNotes): string =>
  [
    rule.why,
    `How it is decided: ${rule.decided}`,
    `Not reported: ${rule.notReported.join('; ')}.`,
    `What to do: ${rule.remedy}.`,
    `In the terminal: msvc explain ${rule.id}`,
  ].join('\n\n');

const helpMarkdown = (rule: RuleNotes): string =>
  [
    rule.why,
    `**How it is decided.** ${rule.decided}`,
    `**Not reported:**\n\n${rule.notReported.map((line) => `- ${line}`).join('\n')}`,
    `**What to do.** ${rule.remedy}.`,
    ...(rule.sources.length ? [`**Sources:**\n\n${rule.sources.map((line) => `- ${line}`).join('\n')}`] : []),
    `\`msvc explain ${rule.id}\``,
  ].join('\n\n');
