import { lintErrors } from '../../errors/lint.ts';
import { check } from '../../lint/engine.ts';
import { mistakesIn } from '../../lint/settings.ts';
import type { Finding } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import { rules } from '../rules.ts';

/** Every finding of a model, once its settings are known to be sound. */
export function judge(model: Model): Finding[] {
  const mistakes = mistakesIn(model.config, rules);
  if (mistakes.length > 0) {
    const lines = mistakes.map(({ at, message }) => `msvc.yaml:${at.line}:${at.column}  ${message}`);
    throw lintErrors.settings('msvc.yaml', lines);
  }
  return check(model, rules);
}
