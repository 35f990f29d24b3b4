import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { Json } from '../kit/change.ts';
import { isObject, sameJson } from './same.ts';

type Splice = { readonly at: number; readonly text: string };

/** Adds what the fragment has and the text lacks; keeps every other byte, comments too. Throws on broken JSON. */
export function mergeJson(text: string, fragment: Json): string {
  if (text.trim() === '') return `${JSON.stringify(fragment, null, 2)}\n`;
  const mistakes: ParseError[] = [];
  const tree = parseTree(text, mistakes, { allowTrailingComma: true });
  const [first] = mistakes;
  if (first) throw new Error(`broken JSON in line ${lineAt(text, first.offset)} (${printParseErrorCode(first.error)})`);
  const splices = tree ? [...splicesOf(text, tree, fragment)] : [];
  return splices
    .sort((a, b) => b.at - a.at)
    .reduce((merged, { at, text: added }) => merged.slice(0, at) + added + merged.slice(at), text);
}

function* splicesOf(text: string, node: Node, wanted: Json): Generator<Splice> {
  if (node.type === 'array' && Array.isArray(wanted)) {
    const present = (node.children ?? []).map(valueOf);
    const missing = wanted.filter((item: Json) => !present.some((each) => sameJson(each, item)));
    yield* insert(
      text,
      node,
      missing.map((value: Json) => ({ value })),
    );
  } else if (node.type === 'object' && isObject(wanted)) {
    const missing: Entry[] = [];
    for (const [key, value] of Object.entries(wanted)) {
      const property = node.children?.find(({ children }) => children?.[0]?.value === key)?.children?.[1];
      if (property) yield* splicesOf(text, property, value);
      else missing.push({ key, value });
    }
    yield* insert(text, node, missing);
  }
}

type Entry = { readonly key?: string; readonly value: Json };

function* insert(text: string, node: Node, entries: readonly Entry[]): Generator<Splice> {
  const children = node.children ?? [];
  const [first] = children;
  if (entries.length === 0) return;
  const oneLine = first !== undefined && !text.slice(node.offset, first.offset).includes('\n');
  const indent = first ? indentAt(text, first.offset) : indentAt(text, node.offset) + unitOf(text);
  const separator = oneLine ? ' ' : `\n${indent}`;
  const written = (entry: Entry) => textOf(entry, oneLine ? undefined : { indent, unit: unitOf(text) });
  if (!first) {
    const block = entries.map((entry) => separator + written(entry)).join(',');
    yield { at: node.offset + 1, text: `${block}\n${indentAt(text, node.offset)}` };
    return;
  }
  for (const entry of entries) {
    const before = placeAmong(children, entry.key);
    if (before) yield { at: before.offset, text: `${written(entry)},${separator}` };
    else yield* append(text, children.at(-1) ?? first, separator + written(entry));
  }
}

/** Behind the last entry, its comma and the comment on its line. */
function* append(text: string, last: Node, added: string): Generator<Splice> {
  const end = last.offset + last.length;
  const [rest = '', comma = ''] = /^[ \t]*(,?)[ \t]*(?:\/\/[^\n]*)?/.exec(text.slice(end)) ?? [];
  const hasComment = rest.includes('//');
  if (!hasComment && comma === '') yield { at: end, text: `,${added}` };
  else {
    if (comma === '') yield { at: end, text: ',' };
    yield { at: end + rest.trimEnd().length, text: comma === '' ? added : `${added},` };
  }
}

/** Among sorted names (dependencies) the entry that a new one precedes. */
function placeAmong(children: readonly Node[], key: string | undefined): Node | undefined {
  const names = children.map(({ children: pair }) => String(pair?.[0]?.value ?? ''));
  const sorted =
    key !== undefined && names.length > 1 && names.every((each, i) => i === 0 || (names[i - 1] ?? '') <= each);
  return sorted ? children[names.findIndex((each) => each > key)] : undefined;
}

type Layout = { readonly indent: string; readonly unit: string };

function textOf({ key, value }: Entry, layout: Layout | undefined): string {
  const plain = layout ? JSON.stringify(value, null, layout.unit) : JSON.stringify(value);
  const text = layout ? plain.replaceAll('\n', `\n${layout.indent}`) : plain;
  return key === undefined ? text : `${JSON.stringify(key)}: ${text}`;
}

function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf);
  if (node.type !== 'object') return node.value;
  return Object.fromEntries(
    (node.children ?? []).map(({ children }) => [String(children?.[0]?.value), children?.[1] && valueOf(children[1])]),
  );
}

const indentAt = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? '';
const unitOf = (text: string): string => /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
