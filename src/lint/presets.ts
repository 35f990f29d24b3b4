import { severityOf, type Preset, type Rule, type Severity, type Tier } from '../model/rule.ts';

const strictly: Readonly<Record<Tier, Severity>> = { proven: 'error', 'local-absence': 'error', advice: 'warning' };

/** What a preset makes of a rule: its severity, or off. `recommended` leaves out what a rule itself calls opt-in. */
export function severityIn(preset: Preset, rule: Pick<Rule, 'tier' | 'optIn'>): Severity | 'off' {
  if (preset === 'recommended' && rule.optIn) return 'off';
  return preset === 'strict' ? strictly[rule.tier] : severityOf(rule.tier);
}
