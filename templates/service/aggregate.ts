import { camelOf, isWordOfTypeScript, pascalOf, singularOf } from '../../src/scaffold/kit.ts';

/** Names that generated code would hide or clash with. */
const taken = new Set(
  'Array Boolean Buffer Client Consumer Context Database Date Error Event Function Map Message Migration Number Object Process Promise Proxy Record Request Response Server Set State Store String Symbol Table Transaction Url URL'.split(
    ' ',
  ),
);

/** What is wrong with the name of an aggregate. */
export function mistakeInAggregate(name: string): readonly string[] {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name) || name.length > 40) return ['it is named like Order: one word with a capital'];
  return isTaken(name) ? [`"${name}" means something else in TypeScript; pass --aggregate with another name`] : [];
}

const isTaken = (name: string): boolean => taken.has(name) || isWordOfTypeScript(camelOf(name));

/** `orders` is about an `Order`, `returns` about a `ReturnEntry`, since `return` cannot name a variable. */
export function aggregateOf(context: string): string {
  const name = pascalOf(singularOf(context));
  return isTaken(name) ? `${name}Entry` : name;
}
