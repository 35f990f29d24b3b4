import { check } from '../../lint/engine.ts';
import type { Finding } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import { rules } from '../rules.ts';

/** Every finding of a model, by every rule. */
export const judge = (model: Model): Finding[] => check(model, rules);
