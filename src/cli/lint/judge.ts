import { check, type Judgement, type Terms } from '../../lint/engine.ts';
import { weightOf } from '../../lint/presets.ts';
import type { Model } from '../../model/model.ts';
import type { Preset } from '../../model/rule.ts';
import { rules } from '../rules.ts';

/** The terms of a run; a preset that is not asked for is as msvc.yaml says. */
export type RunTerms = Omit<Terms, 'preset'> & { readonly preset?: Preset | undefined };

/** What the rules that are on say of a model. */
export const judge = (model: Model, { preset, ...terms }: RunTerms = {}): Judgement =>
  check(model, rules, { ...terms, preset: preset ?? model.config.preset ?? 'recommended' });

/** Whether a rule that asks for the history is on. */
export function wantsHistory(model: Model, { preset }: Pick<RunTerms, 'preset'> = {}): boolean {
  const chosen = preset ?? model.config.preset ?? 'recommended';
  return rules.some((rule) => rule.usesHistory && weightOf(rule, chosen, model.config.rules[rule.id]) !== undefined);
}
