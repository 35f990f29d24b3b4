/** Names that generated code would hide or clash with. */
const taken = new Set(
  'Array Boolean Buffer Client Consumer Context Database Date Error Event Function Map Message Migration Number Object Process Promise Proxy Record Request Response Server Set State Store String Symbol Table Transaction Url URL'.split(
    ' ',
  ),
);

/** What is wrong with the name of an aggregate. */
export function mistakeInAggregate(name: string): readonly string[] {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name) || name.length > 40) return ['it is named like Order: one word with a capital'];
  return taken.has(name) ? [`"${name}" means something else in TypeScript; pass --aggregate with another name`] : [];
}
