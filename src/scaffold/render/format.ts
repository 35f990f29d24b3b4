import { parse } from 'jsonc-parser';
import type { FormatConfig } from 'oxfmt';
import { isObject } from '../merge/same.ts';

/** Formats one text; answers with the text itself where its kind has no formatter or it cannot be parsed. */
export type Format = (path: string, text: string) => Promise<string>;

const formatted = /\.(ts|tsx|mts|cts|js|mjs|cjs|json|jsonc|yaml|yml|md)$/;

/** The workspace's own formatter, with the options of its `.oxfmtrc.json`. Loads it on first use. */
export function formatOf(configuration: string | undefined): Format {
  const options = optionsOf(configuration);
  return async (path, text) => {
    if (!formatted.test(path)) return text;
    const { format } = await import('oxfmt');
    const { code, errors } = await format(path, text, options);
    return errors.length === 0 ? code : text;
  };
}

function optionsOf(configuration: string | undefined): FormatConfig {
  const parsed: unknown = configuration === undefined ? {} : parse(configuration);
  if (!isObject(parsed)) return {};
  const { $schema: _schema, ignorePatterns: _ignore, overrides: _overrides, ...options } = parsed;
  return options;
}
