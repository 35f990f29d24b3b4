import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { errors } from '../errors/hook.ts';
import { hasBlock, insertBlock, removeBlock } from './block.ts';

/** A lefthook file with our check among the pre-commit commands or jobs; every other byte stays. */
export function addToLefthook(path: string, text: string, command: string, root: string): string {
  if (hasBlock(text)) return text;
  const document = parseDocument(text, { lineCounter: new LineCounter() });
  const [mistake] = document.errors;
  if (mistake) throw errors.brokenLefthook(path, mistake.message.split('\n')[0] ?? 'broken YAML');
  const options = [`run: ${command}`, ...(root === '.' ? [] : [`root: ${JSON.stringify(`${root}/`)}`])];
  const asCommand = ['msvc:', ...options.map((line) => `  ${line}`)];
  if (document.contents !== null && !isMap(document.contents))
    throw errors.brokenLefthook(path, 'it is not a map of hooks');
  const hook = document.contents ? valueIn(document.contents, 'pre-commit') : undefined;
  if (!hook)
    return insertBlock(text, text.length, ['pre-commit:', '  commands:', ...asCommand.map((line) => `    ${line}`)]);
  if (!isMap(hook) || hook.flow) throw errors.brokenLefthook(path, 'its pre-commit is not written as a block');
  const jobs = valueIn(hook, 'jobs');
  if (isSeq(jobs) && !jobs.flow) return append(text, jobs, ['- name: msvc', ...options.map((line) => `  ${line}`)]);
  const commands = valueIn(hook, 'commands');
  if (isMap(commands) && !commands.flow) return append(text, commands, asCommand);
  if (jobs || commands) throw errors.brokenLefthook(path, 'its pre-commit commands are not written as a block');
  return append(text, hook, ['commands:', ...asCommand.map((line) => `  ${line}`)]);
}

/** The file without our check; undefined when nothing else was in it. */
export function removeFromLefthook(text: string): string | undefined {
  const rest = removeBlock(text);
  return hasBlock(text) && rest === '' ? undefined : rest;
}

const valueIn = (map: YAMLMap, key: string): Node | undefined => {
  const value: unknown = map.get(key, true);
  return isMap(value) || isSeq(value) || isScalar(value) ? value : undefined;
};

/** After the last item of a block, as deep as its first. */
function append(text: string, block: YAMLMap | YAMLSeq, lines: readonly string[]): string {
  const start = block.range?.[0] ?? 0;
  const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1));
  const end = lastOffset(block);
  const lineEnd = text.indexOf('\n', end);
  return insertBlock(text, lineEnd < 0 ? text.length : lineEnd + 1, lines, indent);
}

/** Where the last scalar of a block ends, comments after it left aside. */
function lastOffset(block: YAMLMap | YAMLSeq): number {
  const last: unknown = block.items.at(-1);
  const node: unknown = isPair(last) ? (last.value ?? last.key) : last;
  if ((isMap(node) || isSeq(node)) && !node.flow && node.items.length > 0) return lastOffset(node);
  const range = isMap(node) || isSeq(node) || isScalar(node) ? node.range : block.range;
  return Math.max(0, (range?.[1] ?? 1) - 1);
}

const isPair = (value: unknown): value is Pair => typeof value === 'object' && value !== null && 'key' in value;
