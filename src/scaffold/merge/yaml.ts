import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { sameJson } from './same.ts';
import { spliceYaml, type Addition } from './yaml-splice.ts';

/** Adds what the fragment has and the text lacks, comments included; keeps every other byte. Throws on broken YAML. */
export function mergeYaml(text: string, fragment: string): string {
  const current = parse(text);
  const wanted = parse(fragment);
  if (current.contents === null || (isScalar(current.contents) && current.contents.value === null)) {
    return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${fragment}`;
  }
  const additions = [
    ...additionsOf({ current: current.contents, wanted: wanted.contents, document: current, holder: undefined }),
  ];
  if (additions.length === 0) return text;
  const spliced = spliceYaml(text, additions);
  // Never seen: in hundreds of real files every addition landed. Better refused than reformatted.
  if (!means(spliced, rebuild(parse(text), additions).toJS()))
    throw new Error('its layout is unusual; add to it by hand');
  return spliced;
}

function parse(text: string): Document.Parsed {
  const document = parseDocument(text, { keepSourceTokens: true });
  const [mistake] = document.errors;
  if (mistake) throw new Error(`broken YAML in line ${mistake.linePos?.[0].line ?? 1} (${mistake.code})`);
  return document;
}

type Pairing = {
  readonly current: unknown;
  readonly wanted: unknown;
  readonly document: Document;
  readonly holder: Addition['holder'];
  readonly path?: readonly unknown[];
};

/** What one part of a document lacks of another. Throws where it stands behind an alias. */
export function* additionsOf({ current, wanted, document, holder, path = [] }: Pairing): Generator<Addition> {
  const target = current;
  if (isAlias(current) && isCollection(wanted)) {
    throw new Error(`${path.join('.')} is the alias *${current.source}, which other places share: add to it by hand`);
  }
  if (isEmpty(target) && (isMap(wanted) || isSeq(wanted))) yield { target, holder, path, items: itemsOf(wanted) };
  else if (isMap(target) && isMap(wanted)) yield* intoMap(target, wanted, { document, path });
  else if (isSeq(target) && isSeq(wanted)) {
    yield* intoSeq(target, wanted, { document, path });
  }
}

type Where = { readonly document: Document; readonly path: readonly unknown[] };

function* intoMap(target: YAMLMap, wanted: YAMLMap, { document, path }: Where): Generator<Addition> {
  const missing: Pair[] = [];
  for (const pair of wanted.items) {
    const key = isScalar(pair.key) ? pair.key.value : pair.key;
    const holder = target.items.find((each) => isScalar(each.key) && each.key.value === key);
    if (!holder) missing.push(pair);
    else yield* additionsOf({ current: holder.value, wanted: pair.value, document, holder, path: [...path, key] });
  }
  if (missing.length > 0) yield { target, holder: undefined, path, items: missing };
}

/** Items are told apart by their names where they have some, as containers and variables do. */
function* intoSeq(target: YAMLSeq, wanted: YAMLSeq, { document, path }: Where): Generator<Addition> {
  const known: unknown[] = target.items.map((item) => toJson(item, document));
  const missing: unknown[] = [];
  const [first] = wanted.items;
  // A comment above the first item is read as one of the whole list.
  if (isNode(first) && wanted.commentBefore) first.commentBefore ??= wanted.commentBefore;
  for (const item of wanted.items) {
    if (known.some((each) => sameJson(each, toJson(item, document)))) continue;
    const index = nameOf(item) === undefined ? -1 : target.items.findIndex((each) => nameOf(each) === nameOf(item));
    if (index === -1) missing.push(item);
    else
      yield* additionsOf({
        current: target.items[index],
        wanted: item,
        document,
        holder: undefined,
        path: [...path, index],
      });
  }
  if (missing.length > 0) yield { target, holder: undefined, path, items: missing };
}

const nameOf = (item: unknown): unknown => (isMap(item) ? item.get('name') : undefined);

const isEmpty = (node: unknown): boolean =>
  node === null ||
  node === undefined ||
  (isScalar(node) && node.value === null) ||
  (isCollection(node) && node.items.length === 0);

const isCollection = (node: unknown) => isMap(node) || isSeq(node);

const itemsOf = (node: Node): readonly unknown[] => (isMap(node) || isSeq(node) ? node.items : []);

const toJson = (item: unknown, document: Document): unknown =>
  isMap(item) || isSeq(item) || isScalar(item) || isAlias(item) ? item.toJS(document) : item;

/** The same additions through the document: what the spliced text must mean. */
function rebuild(document: Document.Parsed, additions: readonly Addition[]): Document {
  for (const { path, items } of additions) {
    const place = document.getIn(path);
    if (!isCollection(place)) document.setIn(path, document.createNode(isPair(items[0]) ? {} : []));
    for (const item of items) {
      if (isPair(item)) document.setIn([...path, isScalar(item.key) ? item.key.value : item.key], item.value);
      else document.addIn(path, item);
    }
  }
  return document;
}

function means(text: string, value: unknown): boolean {
  const document = parseDocument(text);
  return document.errors.length === 0 && sameJson(document.toJS(), value);
}
