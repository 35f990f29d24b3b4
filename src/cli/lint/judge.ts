import { check, type Judgement, type Terms } from '../../lint/engine.ts';
import { weightOf } from '../../lint/presets.ts';
import type { Model } from '../../model/model.ts';
import type { Preset, Rule } from '../../model/rule.ts';
import { rules } from '../rules.ts';

/** The terms of a run; a preset that is not asked for is as msvc.yaml says. */
export type RunTerms = Omit<Terms, 'preset'> & { readonly preset?: Preset | undefined };

/** What the rules that are on say of a model. */
export const judge = (model: Model, { preset, ...terms }: RunTerms = {}): Judgement =>
  check(model, rules, { ...terms, preset: preset ?? model.config.preset ?? 'recommended' });

type Chosen = Pick<RunTerms, 'preset'>;

/** Whether a rule that asks for the history is on. */
export const wantsHistory = (model: Model, terms: Chosen = {}): boolean =>
  isOn(model, terms, ({ usesHistory }) => usesHistory === true);

/** Whether a rule that asks how contracts differ from a base is on. */
export const wantsBreaks = (model: Model, terms: Chosen = {}): boolean =>
  isOn(model, terms, ({ usesBreaks }) => usesBreaks === true);

function isOn(model: Model, { preset }: Chosen, asks: (rule: Rule) => boolean): boolean {
  const chosen = preset ?? model.config.preset ?? 'recommended';
  return rules.some((rule) => asks(rule) && weightOf(rule, chosen, model.config.rules[rule.id]) !== undefined);
}
