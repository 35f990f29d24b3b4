/** A name cut into lower-case words, whatever its case was. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

export const kebabOf = (name: string): string => wordsOf(name).join('-');
export const snakeOf = (name: string): string => wordsOf(name).join('_');
export const constantOf = (name: string): string => snakeOf(name).toUpperCase();
export const pascalOf = (name: string): string => wordsOf(name).map(capital).join('');
export const camelOf = (name: string): string => {
  const [first = '', ...rest] = wordsOf(name);
  return first + rest.map(capital).join('');
};

/** One name in every spelling that code, SQL and files need. */
export type Spelling = {
  readonly kebab: string;
  readonly snake: string;
  readonly constant: string;
  readonly pascal: string;
  readonly camel: string;
};

export const spellingOf = (name: string): Spelling => ({
  kebab: kebabOf(name),
  snake: snakeOf(name),
  constant: constantOf(name),
  pascal: pascalOf(name),
  camel: camelOf(name),
});
