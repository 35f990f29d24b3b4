import { check, type Judgement } from '../../lint/engine.ts';
import type { Preset } from '../../model/rule.ts';
import type { Model } from '../../model/model.ts';
import { rules } from '../rules.ts';

/** What the rules that are on say of a model. */
export const judge = (model: Model, { preset }: { readonly preset?: Preset } = {}): Judgement =>
  check(model, rules, { preset: preset ?? model.config.preset ?? 'recommended' });
