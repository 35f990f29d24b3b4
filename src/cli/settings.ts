import { lintErrors } from '../errors/lint.ts';
import { mistakesIn } from '../lint/settings.ts';
import { noConfig, type ConfigFact } from '../model/fact/config.ts';
import type { FileFacts } from '../model/fact.ts';
import { configReader } from '../read/config.ts';
import { rules } from './rules.ts';

type Mistake = { readonly line: number; readonly column: number; readonly why: string };

/** The settings of msvc.yaml as far as they can be understood. */
export const configIn = (facts: readonly FileFacts[]): ConfigFact =>
  facts.find((one) => configReader.takes(one.file))?.facts.find((fact) => fact.kind === 'config') ?? noConfig;

/** The settings of msvc.yaml, or what holds where there is none. All mistakes in it are thrown together, as one UserError. */
export function settingsIn(facts: readonly FileFacts[]): ConfigFact {
  const file = facts.find((one) => configReader.takes(one.file));
  if (!file) return noConfig;
  const config = configIn([file]);
  const mistakes = [...ofShape(file), ...ofRules(config)].toSorted((a, b) => a.line - b.line || a.column - b.column);
  if (mistakes.length === 0) return config;
  const lines = mistakes.map(({ line, column, why }) => `${file.file}:${line}:${column}  ${why}`);
  throw lintErrors.settings(file.file, lines);
}

const ofShape = ({ unreadable }: FileFacts): readonly Mistake[] =>
  unreadable.map(({ why, at: [line, column] }) => ({ line, column, why }));

const ofRules = (config: ConfigFact): readonly Mistake[] =>
  mistakesIn(config, rules).map(({ at, message }) => ({ ...at, why: message }));
