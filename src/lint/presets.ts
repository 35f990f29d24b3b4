import type { RuleConfig } from '../model/fact/config.ts';
import { severityOf, type Preset, type Rule, type Severity, type Tier } from '../model/rule.ts';
import type { Weight } from './graded.ts';

const strictly: Readonly<Record<Tier, Severity>> = { proven: 'error', 'local-absence': 'error', advice: 'warning' };

/** What a preset makes of a rule: its severity, or off. `recommended` leaves out what a rule itself calls opt-in. */
export function severityIn(preset: Preset, rule: Pick<Rule, 'tier' | 'optIn'>): Severity | 'off' {
  if (preset === 'recommended' && rule.optIn) return 'off';
  return preset === 'strict' ? strictly[rule.tier] : severityOf(rule.tier);
}

/** The same with what msvc.yaml says of the rule, which wins; undefined where it is off. Who writes an opt-in rule there wants it. */
export function weightOf(
  rule: Pick<Rule, 'tier' | 'optIn'>,
  preset: Preset,
  settings: RuleConfig | undefined,
): Weight | undefined {
  const wanted = settings && preset === 'recommended' ? 'all' : preset;
  const severity = settings?.severity ?? severityIn(wanted, rule);
  return severity === 'off' ? undefined : { severity, isFixed: settings?.severity !== undefined };
}
