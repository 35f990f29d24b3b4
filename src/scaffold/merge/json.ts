import { applyEdits, modify, parse, printParseErrorCode, type JSONPath, type ParseError } from 'jsonc-parser';
import type { Json } from '../kit/change.ts';
import { isObject, sameJson } from './same.ts';

type Addition = { readonly path: JSONPath; readonly value: Json; readonly insert: boolean };

/** Adds what the fragment has and the text lacks; keeps every other byte. Throws on broken JSON. */
export function mergeJson(text: string, fragment: Json): string {
  if (text.trim() === '') return `${JSON.stringify(fragment, null, 2)}\n`;
  const mistakes: ParseError[] = [];
  const current: Json = parse(text, mistakes, { allowTrailingComma: true });
  const [first] = mistakes;
  if (first) throw new Error(`broken JSON in line ${lineAt(text, first.offset)} (${printParseErrorCode(first.error)})`);
  let merged = text;
  for (const addition of additionsOf(current, fragment, [])) merged = put(merged, addition);
  return merged;
}

function* additionsOf(current: Json | undefined, wanted: Json, path: JSONPath): Generator<Addition> {
  if (current === undefined) yield { path, value: wanted, insert: false };
  else if (isObject(current) && isObject(wanted)) {
    for (const [key, value] of Object.entries(wanted)) yield* additionsOf(current[key], value, [...path, key]);
  } else if (Array.isArray(current) && Array.isArray(wanted)) {
    const missing = wanted.filter((item) => !current.some((each) => sameJson(each, item)));
    for (const [index, value] of missing.entries()) {
      yield { path: [...path, current.length + index], value, insert: true };
    }
  }
}

function put(text: string, { path, value, insert }: Addition): string {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  const edits = modify(text, path, value, {
    isArrayInsertion: insert,
    formattingOptions: { insertSpaces: !indent.startsWith('\t'), tabSize: indent.length, eol: '\n' },
    getInsertionIndex: (names) => placeAmong(names, String(path.at(-1))),
  });
  return applyEdits(text, edits);
}

/** Among sorted names in their order (dependencies), else last. */
function placeAmong(names: readonly string[], name: string): number {
  const sorted = names.length > 1 && names.every((each, index) => index === 0 || (names[index - 1] ?? '') <= each);
  const index = sorted ? names.findIndex((each) => each > name) : -1;
  return index === -1 ? names.length : index;
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
