import { isNode, isScalar, parseAllDocuments, parseDocument, visit, type Document, type YAMLMap } from 'yaml';
import type { Place } from '../../model/evidence.ts';
import type { TextEdit } from '../kit/text-edit.ts';
import { additionsOf } from '../merge/yaml.ts';
import { splicesOf } from '../merge/yaml-splice.ts';
import type { WorkspaceFiles } from '../workspace.ts';
import { offsetOf } from './source.ts';
import { CannotFix } from './types.ts';

/** One map of a YAML file, which may hold several documents. */
export type YamlPlace = {
  readonly path: string;
  readonly text: string;
  readonly document: Document.Parsed;
  readonly map: YAMLMap;
};

type Search = { readonly path: string; readonly at: Pick<Place, 'line' | 'column'>; readonly holding: string };

/** The innermost map around a place that has a key; throws `CannotFix` where the file is a template or broken. */
export function yamlMapAt({ read }: WorkspaceFiles, { path, at, holding }: Search): YamlPlace {
  const text = read(path);
  if (text === undefined) throw new CannotFix(`${path} cannot be read.`);
  if (text.includes('{{')) throw new CannotFix(`${path} is a template: change it where its values are set.`);
  const offset = offsetOf({ path, text }, at);
  const documents = parseAllDocuments(text, { keepSourceTokens: true });
  for (const document of Array.isArray(documents) ? documents : []) {
    const [mistake] = document.errors;
    if (mistake) throw new CannotFix(`${path} is no YAML (${mistake.code}); repair it first.`);
    const map = innermost(document, { text, offset, key: holding });
    if (map) return { path, text, document, map };
  }
  throw new CannotFix(`${path}:${at.line} is written in a way that msvc does not change.`);
}

type Seek = { readonly text: string; readonly offset: number; readonly key: string };

function innermost(document: Document.Parsed, { text, offset, key }: Seek): YAMLMap | undefined {
  let found: YAMLMap | undefined;
  visit(document, {
    Map: (_, node) => {
      const [start = 0, , end = 0] = node.range ?? [];
      // The dash of a list's item stands before the item, on its line.
      if (offset >= end || (offset < start && text.slice(offset, start).includes('\n'))) return visit.SKIP;
      if (node.has(key)) found = node;
      return undefined;
    },
  });
  return found;
}

/** The edits that add what the fragment has and the map lacks; comments of the fragment come along. */
export function yamlAdded({ path, text, document, map }: YamlPlace, fragment: string): readonly TextEdit[] {
  const wanted = withComments(parseDocument(fragment, { keepSourceTokens: true })).contents;
  try {
    const additions = [...additionsOf({ current: map, wanted, document, holder: undefined })];
    return splicesOf(text, additions);
  } catch (error) {
    throw new CannotFix(`${path}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** The comment at the head of a map as one of its first key, so that it comes along with what is inside. */
function withComments(document: Document.Parsed): Document.Parsed {
  visit(document, {
    Map: (_, map) => {
      const key = map.items[0]?.key;
      if (!isScalar(key) || !map.commentBefore) return;
      key.commentBefore = map.commentBefore;
      map.commentBefore = null;
    },
  });
  return document;
}

/** The plain value below some keys of a map: undefined where there is none. */
export function yamlValue({ map, document }: YamlPlace, ...keys: readonly string[]): unknown {
  const node: unknown = map.getIn(keys, true);
  return isNode(node) ? node.toJS(document) : node;
}
