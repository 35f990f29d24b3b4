import { wordsOf } from '../../model/words.ts';

const STARTS = /^(?:start|dev|serve)(?:$|:(?!test|e2e))/;
const OPTIONS: readonly (readonly [tool: RegExp, option: RegExp])[] = [
  [/^dotenv$/, /^(?:-e|--env)$/],
  [/^dotenvx$/, /^(?:-f|--env-file)$/],
  [/^env-cmd$/, /^(?:-f|--file)$/],
];
const ANYWHERE = /^--env-file(?:-if-exists)?$/;

/** Env files that the scripts which start a service load for it: `dotenv -e ../../.env -- nest start`, `node --env-file=.env main.js`. */
export function envFilesOfScripts(scripts: Readonly<Record<string, string>>): readonly string[] {
  const starting = Object.entries(scripts).filter(([name]) => STARTS.test(name));
  return [...new Set(starting.flatMap(([, script]) => envFilesIn(wordsOf(script))))];
}

function envFilesIn(words: readonly string[]): readonly string[] {
  const spread = words.flatMap((word) => (word.startsWith('--env-file') ? word.split('=') : [word]));
  return spread.flatMap((word, index) => {
    const value = spread[index + 1];
    if (value === undefined || value.startsWith('-')) return [];
    const isTools = OPTIONS.some(
      ([tool, option]) => option.test(word) && spread.slice(0, index).some((before) => tool.test(before)),
    );
    return isTools || ANYWHERE.test(word) ? [value] : [];
  });
}
