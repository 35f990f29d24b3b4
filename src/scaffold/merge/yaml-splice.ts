import { Document, isCollection, isMap, isNode, isPair, isScalar, isSeq, YAMLMap, YAMLSeq, type Pair } from 'yaml';
import type { TextEdit } from '../kit/text-edit.ts';
import { styleOf, type Style } from './yaml-style.ts';

/** Items that are missing in one map or list. `holder` is the pair whose value it is. */
export type Addition = {
  readonly target: unknown;
  readonly holder: Pair | undefined;
  readonly path: readonly unknown[];
  readonly items: readonly unknown[];
};
/** Writes the additions between the lines of the text, in its own indentation. */
export const spliceYaml = (text: string, additions: readonly Addition[]): string =>
  splicesOf(text, additions).reduce(
    (merged, { from, to, text: added }) => merged.slice(0, from) + added + merged.slice(to),
    text,
  );

/** From the end, so that offsets stay true; where two end in one place, what is deeper comes first in the text. */
export function splicesOf(text: string, additions: readonly Addition[]): readonly TextEdit[] {
  const style = styleOf(text);
  return additions
    .map((addition) => ({ splice: spliceOf(text, addition, style), depth: addition.path.length }))
    .sort((a, b) => b.splice.from - a.splice.from || a.depth - b.depth)
    .map(({ splice }) => splice);
}

function spliceOf(text: string, addition: Addition, style: Style): TextEdit {
  const { target } = addition;
  if (!isCollection(target) || target.items.length === 0) return intoNothing(text, addition, style);
  if (target.flow === true) return intoFlow(addition, target.items);
  const column = columnOf(text, target);
  const end = skipOwnComments(text, lineEnd(text, contentEnd(target)), column);
  const blank = isSpaced(text, target.items) ? '\n' : '';
  const blocks = addition.items.map((item) => `${blank}${indented(blockOf([item], style), column)}`);
  return { from: end, to: end, text: `\n${blocks.join('\n')}` };
}

/** `key:` and `key: {}` become a block below the key. */
function intoNothing(text: string, { target, holder, items }: Addition, style: Style): TextEdit {
  const key = isNode(holder?.key) ? (holder.key.range?.[0] ?? 0) : 0;
  const column = key - (text.lastIndexOf('\n', key - 1) + 1);
  const inside = isPair(items[0]) || style.indentSeq ? column + style.indent : column;
  const block = indented(blockOf(items, style), inside);
  if (isCollection(target) && target.range) {
    const [from, to] = [target.range[0], target.range[1]];
    return { from: text.slice(0, from).trimEnd().length, to, text: `\n${block}` };
  }
  const end = lineEnd(text, isScalar(target) ? (target.range?.[0] ?? key) : key);
  return { from: end, to: end, text: `\n${block}` };
}

function intoFlow({ items }: Addition, present: readonly unknown[]): TextEdit {
  const end = contentEnd(present.at(-1));
  const inline = documentOf(items).toString({ collectionStyle: 'flow', lineWidth: 0, singleQuote: true }).trim();
  return { from: end, to: end, text: `, ${inline.slice(1, -1).trim()}` };
}

function documentOf(items: readonly unknown[]): Document {
  const document = new Document();
  const map = new YAMLMap();
  const list = new YAMLSeq();
  for (const item of items) {
    if (isPair(item)) map.items.push(item);
    else list.items.push(item);
  }
  document.contents = map.items.length > 0 ? map : list;
  return document;
}

const blockOf = (items: readonly unknown[], style: Style): string =>
  documentOf(items)
    .toString({ lineWidth: 0, indent: style.indent, indentSeq: style.indentSeq, singleQuote: true })
    .replace(/^\n+|\n+$/g, '');

const indented = (block: string, column: number): string => block.replace(/^(?=.)/gm, ' '.repeat(column));

/** Where the last thing inside ends, without the comments and blank lines behind it. */
function contentEnd(node: unknown): number {
  if (isPair(node)) return isNode(node.value) ? contentEnd(node.value) : contentEnd(node.key);
  if ((isMap(node) || isSeq(node)) && node.flow !== true && node.items.length > 0) return contentEnd(node.items.at(-1));
  const end = isNode(node) ? (node.range?.[1] ?? 0) : 0;
  return isScalar(node) && String(node.type).startsWith('BLOCK') ? end - 1 : end;
}

const startOf = (item: unknown): number => {
  const node = isPair(item) ? item.key : item;
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
};

const lineEnd = (text: string, offset: number): number => {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
};

/** A list's dash or a map's first key. */
function columnOf(text: string, collection: YAMLMap | YAMLSeq): number {
  const start = isMap(collection) ? startOf(collection.items[0]) : (collection.range?.[0] ?? 0);
  return start - (text.lastIndexOf('\n', start - 1) + 1);
}

/** Comments as deep as the collection or deeper belong to what stands above them. */
function skipOwnComments(text: string, from: number, column: number): number {
  let end = from;
  for (let next = from; next < text.length;) {
    const stop = lineEnd(text, next + 1);
    const line = text.slice(next + 1, stop);
    if (/^\s*#/.test(line) && line.search(/\S/) >= column) end = stop;
    else if (line.trim() !== '') break;
    next = stop;
  }
  return end;
}

function isSpaced(text: string, items: readonly unknown[]): boolean {
  const [before, last] = items.slice(-2);
  return items.length > 1 && /\n[ \t]*\n/.test(text.slice(contentEnd(before), startOf(last)));
}
