import { check, type Judgement } from '../../lint/engine.ts';
import type { Model } from '../../model/model.ts';
import { rules } from '../rules.ts';

/** What every rule says of a model. */
export const judge = (model: Model): Judgement => check(model, rules);
