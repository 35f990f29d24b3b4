import {
  Composer,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  type CST,
  type Document,
  type YAMLParseError,
} from 'yaml';
import type { Unreadable } from '../../model/fact.ts';
import type { At } from '../../model/fact/module.ts';
import { plainNumber, type Entry, type Scalar, type Tree } from './tree.ts';

export type YamlText = {
  readonly documents: readonly Tree[];
  readonly unreadable: readonly Unreadable[];
  /** Keys that stand twice in one map: the last one counts. */
  readonly repeated: readonly Repeated[];
};
export type Repeated = { readonly key: string; readonly at: At };

/** Values of one text, aliases unfolded. More is a bomb, or data. */
const nodeLimit = 200_000;
const depthLimit = 100;
/** Words and marks of one text: three for a line of `key: value`. The library takes a microsecond and more for each. */
const tokenLimit = 250_000;

/** All documents of a YAML text; of a broken one, what could be read. Merge keys (`<<`) are applied. */
export function treesOfYaml(text: string): YamlText {
  const lines = new LineCounter();
  const state: Unfolding = { lines, anchors: new Map(), repeated: [], left: nodeLimit };
  const documents: Tree[] = [];
  const unreadable: Unreadable[] = [];
  const traced = Error.stackTraceLimit;
  Error.stackTraceLimit = 0; // a text of nothing but mistakes has one for each byte
  try {
    for (const document of composed(text, lines)) {
      const [error] = document.errors;
      if (error && unreadable.length === 0) unreadable.push(wrong(error, lines));
      documents.push(...unfold(document, state));
    }
  } catch (error) {
    const why = error instanceof TooMuch ? error.message : 'The YAML is nested too deeply to be read.';
    unreadable.push({ why, at: [1, 1] });
  } finally {
    Error.stackTraceLimit = traced;
  }
  return { documents, unreadable: unreadable.slice(0, 1), repeated: state.repeated };
}

const composed = (text: string, lines: LineCounter): Iterable<Document> =>
  new Composer({ uniqueKeys: false, strict: false, logLevel: 'silent' }).compose(tokensOf(text, lines));

function* tokensOf(text: string, lines: LineCounter): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let left = tokenLimit;
  for (const token of new Lexer().lex(text)) {
    left -= 1;
    if (left < 0) throw new TooMuch('The YAML holds more than 250,000 words and marks, so it is taken for data.');
    yield* parser.next(token);
  }
  yield* parser.end();
}

function wrong({ message, pos }: YAMLParseError, lines: LineCounter): Unreadable {
  const { line, col } = lines.linePos(pos[0]);
  return { why: `This is no YAML: ${message.split('\n')[0] ?? ''}.`, at: [Math.max(1, line), Math.max(1, col)] };
}

class TooMuch extends Error {}

/** `anchors`: what each name stands for so far; the library would search the whole document for every alias. */
type Unfolding = {
  readonly lines: LineCounter;
  readonly anchors: Map<string, unknown>;
  readonly repeated: Repeated[];
  left: number;
};

function unfold(document: Document, state: Unfolding): readonly Tree[] {
  state.anchors.clear();
  const tree = document.contents && treeOf(document.contents, state, 0);
  return tree ? [tree] : [];
}

function treeOf(node: unknown, state: Unfolding, depth: number): Tree | undefined {
  state.left -= 1;
  if (state.left < 0) throw new TooMuch('The YAML unfolds to more than 200,000 values, so it is taken for a bomb.');
  if (depth > depthLimit) throw new TooMuch('The YAML is nested more than 100 levels deep.');
  if (isAlias(node)) return treeOf(state.anchors.get(node.source), state, depth + 1);
  if (isNode(node) && !isAlias(node) && node.anchor) state.anchors.set(node.anchor, node);
  if (isScalar(node)) return { kind: 'scalar', value: scalarOf(node.value), at: placeOf(node, state) };
  if (isSeq(node)) {
    const items = node.items.map((item) => treeOf(item, state, depth + 1)).filter((item) => item !== undefined);
    return { kind: 'list', items, at: placeOf(node, state) };
  }
  if (isMap(node)) return { kind: 'map', entries: entriesOf(node.items, state, depth), at: placeOf(node, state) };
  return undefined;
}

function entriesOf(items: readonly unknown[], state: Unfolding, depth: number): ReadonlyMap<string, Entry> {
  const own = new Map<string, Entry>();
  const merged = new Map<string, Entry>();
  for (const item of items) {
    if (!isPair(item) || !isScalar(item.key)) continue;
    const key = String(item.key.value);
    if (own.has(key)) state.repeated.push({ key, at: placeOf(item.key, state) });
    const value = treeOf(item.value, state, depth + 1) ?? { kind: 'scalar', value: null, at: placeOf(item.key, state) };
    if (key === '<<') for (const [name, entry] of mergedOf(value)) merged.set(name, entry);
    else own.set(key, { value, at: placeOf(item.key, state) });
  }
  return merged.size === 0 ? own : new Map([...merged, ...own]);
}

/** What `<<` takes in: one map, or a list of maps of which the first wins. */
function mergedOf(tree: Tree): readonly (readonly [string, Entry])[] {
  if (tree.kind === 'map') return [...tree.entries];
  return tree.kind === 'list' ? [...tree.items].reverse().flatMap(mergedOf) : [];
}

function placeOf(node: { range?: readonly number[] | null | undefined }, { lines }: Unfolding): At {
  const { line, col } = lines.linePos(node.range?.[0] ?? 0);
  return [Math.max(1, line), Math.max(1, col)];
}

const scalarOf = (value: unknown): Scalar =>
  typeof value === 'number'
    ? plainNumber(value)
    : typeof value === 'string' || typeof value === 'boolean'
      ? value
      : typeof value === 'bigint'
        ? String(value)
        : null;
