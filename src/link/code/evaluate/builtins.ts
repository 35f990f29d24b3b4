import { own } from '../../../model/own.ts';
import { eitherOf, functionsOf, itemsOf, objectsOf, plainTextsOf, textsOf, textThing, UNKNOWN } from '../things.ts';
import type { ObjectThing, Scope, Thing } from '../types.ts';
import { joinPieces, mapTexts, pieceOf } from './texts.ts';

const words = (text: string): readonly string[] => text.match(/[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])/g) ?? [];
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

/** Case changes, by the names that libraries give them. */
const CASES: Readonly<Record<string, (text: string) => string>> = {
  snakeCase: (text) => words(text).join('_').toLowerCase(),
  kebabCase: (text) => words(text).join('-').toLowerCase(),
  paramCase: (text) => words(text).join('-').toLowerCase(),
  dotCase: (text) => words(text).join('.').toLowerCase(),
  constantCase: (text) => words(text).join('_').toUpperCase(),
  camelCase: (text) =>
    words(text)
      .map((word, index) => (index === 0 ? word.toLowerCase() : capital(word)))
      .join(''),
  pascalCase: (text) => words(text).map(capital).join(''),
  toLowerCase: (text) => text.toLowerCase(),
  toUpperCase: (text) => text.toUpperCase(),
  lowerCase: (text) => words(text).join(' ').toLowerCase(),
  trim: (text) => text.trim(),
};
const SAME = new Set(['toString', 'trim', 'valueOf', 'trimEnd', 'trimStart', 'toLocaleString', 'normalize']);

/** A text changed by a function that only changes its case, wherever that comes from. */
export const casedBy = (name: string, arg: Thing | undefined): Thing | undefined => {
  const change = own(CASES, name);
  return change && arg && textsOf(arg).length > 0 ? mapTexts(arg, change) : undefined;
};

const replaced = (of: Thing, args: readonly Thing[]): Thing => {
  const [from] = plainTextsOf(args[0]);
  const [to] = plainTextsOf(args[1]);
  return from === undefined || to === undefined ? of : mapTexts(of, (text) => text.replaceAll(from, to));
};

const textMethod = (of: Thing, name: string, args: readonly Thing[]): Thing => {
  const cased = casedBy(name, of);
  if (cased) return cased;
  if (SAME.has(name)) return of;
  if (name === 'replace' || name === 'replaceAll') return replaced(of, args);
  if (name === 'concat') return joinPieces([of, ...args].map((piece) => pieceOf(piece, '…')));
  if (name === 'split') {
    const [by] = plainTextsOf(args[0]);
    const [text] = plainTextsOf(of);
    return by === undefined || text === undefined ? UNKNOWN : { kind: 'array', items: text.split(by).map(textThing) };
  }
  return UNKNOWN;
};

const joinItems = (items: readonly Thing[], args: readonly Thing[]): Thing => {
  const [by = ','] = plainTextsOf(args[0]);
  const pieces = items.flatMap((item, index) =>
    index === 0 ? [pieceOf(item, '…')] : [textsOf(textThing(by)), pieceOf(item, '…')],
  );
  return joinPieces(pieces);
};

const arrayMethod = (items: readonly Thing[], name: string, args: readonly Thing[], scope: Scope): Thing => {
  if (name === 'join') return joinItems(items, args);
  const [callback] = functionsOf(args[0]);
  if (name === 'map' || name === 'flatMap') {
    if (!callback) return UNKNOWN;
    return { kind: 'array', items: items.slice(0, 30).map((item) => scope.program.call(callback, [item], scope)) };
  }
  if (name === 'reduce' && callback)
    return items
      .slice(0, 30)
      .reduce((sum, item) => scope.program.call(callback, [sum, item], scope), args[1] ?? UNKNOWN);
  if (name === 'find' || name === 'at' || name === 'pop' || name === 'shift') return eitherOf(items);
  if (name === 'concat') return { kind: 'array', items: [...items, ...args.flatMap((arg) => itemsOf(arg))] };
  if (name === 'filter' || name === 'slice' || name === 'sort' || name === 'reverse') return { kind: 'array', items };
  return UNKNOWN;
};

const functionMethod = (
  of: Extract<Thing, { kind: 'function' }>,
  name: string,
  args: readonly Thing[],
  scope: Scope,
): Thing => {
  const [self, ...rest] = args;
  const bound = self && self.kind !== 'unknown' && self.kind !== 'nothing' ? { ...of, self } : of;
  if (name === 'bind') return rest.length > 0 ? { ...bound, given: [...(of.given ?? []), ...rest] } : bound;
  if (name === 'call') return scope.program.call(bound, rest, scope);
  return name === 'apply' ? scope.program.call(bound, itemsOf(rest[0]), scope) : UNKNOWN;
};

/** The result of a method that texts, arrays and functions have by themselves. */
export const methodResult = (of: Thing, name: string, args: readonly Thing[], scope: Scope): Thing => {
  switch (of.kind) {
    case 'texts':
    case 'number':
      return textMethod(of, name, args);
    case 'array':
      return arrayMethod(of.items, name, args, scope);
    case 'function':
      return functionMethod(of, name, args, scope);
    default:
      return UNKNOWN;
  }
};

const valuesOf = (thing: ObjectThing): readonly Thing[] =>
  thing.value.entries.flatMap((entry) =>
    entry.value.kind === 'spread' ? [] : [thing.scope.program.evaluate(entry.value, thing.scope)],
  );

const keysOf = (thing: ObjectThing): readonly Thing[] =>
  thing.value.entries.flatMap((entry) => (entry.key === undefined ? [] : [textThing(entry.key)]));

const entriesOf = (thing: ObjectThing): readonly Thing[] =>
  thing.value.entries.flatMap((entry): Thing[] =>
    entry.key === undefined
      ? []
      : [{ kind: 'array', items: [textThing(entry.key), thing.scope.program.evaluate(entry.value, thing.scope)] }],
  );

/** The result of a function that JavaScript itself provides. */
export const globalResult = (path: string, args: readonly Thing[]): Thing | undefined => {
  const [first] = args;
  switch (path) {
    case 'Object.assign':
    case 'Promise.any':
    case 'Promise.race':
      return eitherOf(args);
    case 'Object.freeze':
    case 'Object.seal':
    case 'Promise.resolve':
    case 'Promise.all':
    case 'Promise.allSettled':
    case 'structuredClone':
    case 'String':
    case 'Number':
    case 'parseInt':
    case 'Number.parseInt':
    case 'encodeURIComponent':
    case 'encodeURI':
    case 'JSON.stringify':
    case 'JSON.parse':
    case 'Buffer.from':
    case 'Array.from':
      return first ?? UNKNOWN;
    case 'Object.fromEntries':
      return UNKNOWN;
    case 'Map.groupBy':
      return first ? { kind: 'array', items: [{ kind: 'array', items: [UNKNOWN, first] }] } : UNKNOWN;
    case 'Object.values':
      return { kind: 'array', items: objectsOf(first).flatMap(valuesOf) };
    case 'Object.keys':
      return { kind: 'array', items: objectsOf(first).flatMap(keysOf) };
    case 'Object.entries':
      return { kind: 'array', items: objectsOf(first).flatMap(entriesOf) };
    case 'Set':
      return first?.kind === 'array' ? first : undefined;
    case 'URL':
      return urlText(first, args[1]);
    default:
      return undefined;
  }
};

/** `new URL(path, base)` is where both lead; its parts stay what they were. */
const urlText = (path: Thing | undefined, base: Thing | undefined): Thing => {
  if (!path) return UNKNOWN;
  if (!base) return path;
  const bases = textsOf(base).map((option) => ({ ...option, text: option.text.replace(/\/+$/, '') }));
  const tails = textsOf(path).map((option) => ({ ...option, text: `/${option.text.replace(/^\/+/, '')}` }));
  return bases.length === 0 ? path : joinPieces([bases, tails.length > 0 ? tails : pieceOf(UNKNOWN, '…')]);
};
