import { check, type Judgement, type Terms } from '../../lint/engine.ts';
import type { Model } from '../../model/model.ts';
import type { Preset } from '../../model/rule.ts';
import { rules } from '../rules.ts';

/** The terms of a run; a preset that is not asked for is as msvc.yaml says. */
export type RunTerms = Omit<Terms, 'preset'> & { readonly preset?: Preset | undefined };

/** What the rules that are on say of a model. */
export const judge = (model: Model, { preset, ...terms }: RunTerms = {}): Judgement =>
  check(model, rules, { ...terms, preset: preset ?? model.config.preset ?? 'recommended' });
