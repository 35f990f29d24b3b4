import { Lexer } from 'yaml';
import { parse } from '../typescript/parse.ts';
import { unparsable } from '../typescript/parsable.ts';

/** A comment: its whole text with its marks, and where that begins and ends. */
export type Comment = { readonly start: number; readonly end: number };
type Finder = (path: string, text: string) => readonly Comment[];

/** The comments of a text, in order; none for a kind of file that has none. */
export function commentsIn(path: string, text: string): readonly Comment[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return kinds.find(({ names }) => names.test(name))?.find(path, text) ?? [];
}

const slashes = /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|`(?:[^`\\]|\\.)*`?/g;
const dashes = /--[^\n]*|\/\*[^]*?(?:\*\/|$)|"[^"]*"?|'(?:[^']|'')*'?/g;
const hashes = /(?<=^|[\s;{}])#[^\n]*|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/gm;
const wholeLines = /^[ \t]*#[^\n]*/gm;

/** What a token finder sees, but for texts. */
const tokens =
  (token: RegExp): Finder =>
  (_path, text) =>
    [...text.matchAll(token)]
      .filter(([found]) => /^\s*(?:\/\/|\/\*|--|#)/.test(found))
      .map(({ 0: found, index }) => ({ start: index, end: index + found.length }));

const kinds: readonly { readonly names: RegExp; readonly find: Finder }[] = [
  { names: /\.[cm]?[jt]sx?$/, find: inScript },
  { names: /\.ya?ml$/, find: inYaml },
  { names: /\.(?:proto|prisma|jsonc?|gradle|tf)$/, find: tokens(slashes) },
  { names: /\.sql$/, find: tokens(dashes) },
  { names: /dockerfile|^containerfile|^procfile|(?:^|\.)env(?:$|\.)/i, find: tokens(wholeLines) },
  { names: /\.(?:conf|toml|properties|sh|env)$|^CODEOWNERS$|^nginx/, find: tokens(hashes) },
];

/** As the parser sees them, so that neither a text nor a pattern is taken for one. */
function inScript(path: string, text: string): readonly Comment[] {
  if (unparsable(text)) return tokens(slashes)(path, text);
  return parse(path, text).comments.map(({ start, end }) => ({ start, end }));
}

/** Begin of a document, end of a broken flow, begin of a plain text. */
const marks = new Set(['\u0002', '\u0018', '\u001F']);

/** As the lexer sees them: a `#` in a text or a block is none. Its marks of one control character stand for no text. */
function inYaml(_path: string, text: string): readonly Comment[] {
  const comments: Comment[] = [];
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    if (marks.has(token)) continue;
    if (token.startsWith('#')) comments.push({ start: at, end: at + token.length });
    at += token.length;
  }
  return comments;
}
