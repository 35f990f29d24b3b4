import { joinPieces, mapTexts, pieceOf } from '../evaluate/texts.ts';
import { lastStep, textsOf, textThing } from '../things.ts';
import type { Library, Thing } from '../types.ts';

const PATHS = new Set(['path', 'upath', 'pathe']);
const JOINS = /^(?:join|resolve|urljoin|urlJoin|joinURL|default)$/;
const SAME =
  /^(?:normalize|posix|parse|format|fileURLToPath|cleanDoubleSlashes|withoutTrailingSlash|withTrailingSlash)$/;

/** One slash between two parts; those behind a scheme stay two. */
const tidy = (text: string): string => text.replace(/([^:/]|^)\/{2,}/g, '$1/').replace(/\/\.(?=\/)/g, '');

const joined = (args: readonly Thing[]): Thing => {
  const pieces = args.flatMap((arg, index) => [...(index === 0 ? [] : [textsOf(textThing('/'))]), pieceOf(arg, '…')]);
  return mapTexts(joinPieces(pieces), tidy);
};

/** `url.resolve('http://orders/v1/', '/items')`: what begins with a slash starts at the host. */
const resolved = (base: Thing, path: Thing): Thing =>
  textsOf(path).some(({ text }) => text.startsWith('/'))
    ? joined([mapTexts(base, (text) => /^[a-z][\w+.-]*:\/\/[^/?#]*/i.exec(text)?.[0] ?? text), path])
    : joined([base, path]);

/** Paths and addresses that are put together by functions stay texts. */
export const pathFunctions: Library = {
  packages: [
    'path',
    'upath',
    'pathe',
    'url',
    'url-join',
    'urljoin',
    'proper-url-join',
    'ufo',
    'normalize-url',
    'slash',
  ],
  result: ({ package: name, path }, args) => {
    const [first, second] = args;
    const called = lastStep(path);
    // A path that begins in a folder of this machine is a file's; who loads files knows how it was made.
    if (!first || textsOf(first).length === 0) return undefined;
    if (name === 'url' && called === 'URL') return second ? resolved(second, first) : first;
    if (name === 'url' && called === 'resolve') return second ? resolved(first, second) : first;
    if (SAME.test(called)) return PATHS.has(name) ? mapTexts(first, tidy) : first;
    if (JOINS.test(called) || path === '' || path === name) return joined(args);
    return undefined;
  },
};
