import { joined } from '../../model/paths.ts';
import { wordsOf } from '../../model/words.ts';
import type { FactIndex } from '../types.ts';
import { startedBy } from './entries.ts';
import type { Terrain } from './terrain.ts';

type Ground = { readonly terrain: Terrain; readonly index: FactIndex };

/** The source files that a command starts and keeps running side by side; one for most. */
export function programsOf(command: readonly string[], folder: string, ground: Ground, depth = 0): readonly string[] {
  if (depth > 5) return [];
  const lasting = segmentsOf(command);
  return [...new Set(lasting.flatMap((words) => programsIn(words, folder, ground, depth)))];
}

/** What is put into the background, and what comes last: all else has ended by then. */
function segmentsOf(command: readonly string[]): readonly (readonly string[])[] {
  const shell = command.findIndex((word) => /^-[a-z]*c$/.test(word));
  const isShell = shell > 0 && /(?:^|\/)(?:ba|da|a|z)?sh$/.test(command[shell - 1] ?? '');
  const words = isShell ? wordsOf(command[shell + 1] ?? '') : command;
  const segments: string[][] = [];
  let open: string[] = [];
  for (const word of words) {
    if (word === '&') segments.push(open);
    if (/^(?:&&|\|\||;|&|wait)$/.test(word)) open = [];
    else open.push(word);
  }
  return [...segments, open].filter(({ length }) => length > 0);
}

function programsIn(words: readonly string[], folder: string, ground: Ground, depth: number): readonly string[] {
  const follow = (command: readonly string[], from = folder) => programsOf(command, from, ground, depth + 1);
  const tool = words.findIndex((word) => /^(?:concurrently|npm-run-all2?|run-p|pm2|pm2-runtime)$/.test(word));
  const rest = words.slice(tool + 1);
  if (words[tool] === 'concurrently')
    return rest.filter((word) => /\s|^(?:npm|yarn|pnpm):/.test(word)).flatMap((word) => follow(commandOf(word)));
  if (words[tool]?.startsWith('pm2')) return managed(rest, folder, ground);
  if (tool >= 0) return sideBySide(words.slice(tool), folder, ground).flatMap((script) => follow(script));
  const script = scriptIn(words, folder, ground.terrain);
  if (script) return follow(script.words, script.folder);
  const entry = startedBy(words, folder, ground.terrain)?.entry;
  return entry === undefined ? [] : [entry];
}

/** `npm:start:api` of concurrently is the script `start:api`. */
const commandOf = (word: string): readonly string[] => {
  const [, name] = /^(?:npm|yarn|pnpm):(\S+)$/.exec(word) ?? [];
  return name === undefined ? wordsOf(word) : ['npm', 'run', name];
};

/** `run-p start:*`, `npm-run-all --parallel a b`: the scripts they run at once. */
function sideBySide(
  [tool, ...rest]: readonly string[],
  folder: string,
  { terrain }: Ground,
): readonly (readonly string[])[] {
  const from = tool === 'run-p' ? 0 : rest.findIndex((word) => /^(?:-p|--parallel)$/.test(word)) + 1;
  if (tool !== 'run-p' && from === 0) return [];
  const scripts = Object.entries(terrain.packageAbove(folder)?.fact.scripts ?? {});
  return rest
    .slice(from)
    .filter((word) => !word.startsWith('-'))
    .flatMap((word) => scripts.filter(([name]) => isNamed(name, word)).map(([, script]) => wordsOf(script)));
}

const isNamed = (name: string, word: string): boolean =>
  word.endsWith('*') ? name.startsWith(word.replace(/\*+$/, '')) : name === word;

function scriptIn(words: readonly string[], folder: string, terrain: Terrain) {
  if (!/^(?:npm|yarn|pnpm)$/.test(words[0] ?? '')) return undefined;
  const found = terrain.packageAbove(folder);
  const name = words.slice(1).find((word) => found && Object.hasOwn(found.fact.scripts, word));
  const script = name === undefined ? undefined : found?.fact.scripts[name];
  return found && script !== undefined ? { words: wordsOf(script), folder: found.folder } : undefined;
}

/** The applications of pm2's file, each with its own command. */
function managed(rest: readonly string[], folder: string, { terrain, index }: Ground): readonly string[] {
  const named = rest.find((word) => /\.(?:c?js|json|ya?ml)$/.test(word));
  const file = named === undefined ? undefined : joined(folder, named.replace(/^\/(?:app|usr\/src\/app)\//, ''));
  return index
    .ofKind('container')
    .filter((one) => one.file === file && one.fact.source === 'process')
    .flatMap(({ fact }) => startedBy(fact.command ?? [], folder, terrain)?.entry ?? []);
}
