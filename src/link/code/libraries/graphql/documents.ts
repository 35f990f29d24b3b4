import { fieldOf, itemsOf, librariesOf, optionsOf, plainTextsOf, shapesOf } from '../../things.ts';
import type { Program, Thing } from '../../types.ts';

const KINDS: Readonly<Record<string, string>> = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };
const TOKEN = /#[^\n]*|"(?:\\.|[^"\\])*"|\.{3}|[{}()[\]:]|\$?[A-Za-z_]\w*/g;
const MOST_FIELDS = 4;

/** The fields that an operation asks for at its top, as `Query users`; what nests below is theirs. */
export const fieldsOf = (text: string): readonly string[] => {
  const found: string[] = [];
  const tokens = (text.slice(0, 20_000).match(TOKEN) ?? []).filter((token) => !/^[#"]/.test(token));
  // Fragments that are put in front stand as holes in braces: where operations have names, braces alone are none.
  let kind = tokens.some((token) => Object.hasOwn(KINDS, token)) ? '' : 'Query';
  let braces = 0;
  let parens = 0;
  for (const [index, token] of tokens.entries()) {
    if (token === '(' || token === '[') parens++;
    else if (token === ')' || token === ']') parens--;
    else if (parens > 0) continue;
    else if (token === '{') braces++;
    else if (token === '}') braces--;
    else if (braces === 0) kind = token === 'fragment' ? '' : Object.hasOwn(KINDS, token) ? (KINDS[token] ?? '') : kind;
    else if (braces === 1 && kind !== '' && isField(tokens, index)) found.push(`${kind} ${token}`);
  }
  return [...new Set(found)].slice(0, MOST_FIELDS);
};

/** An alias, a spread and a directive name no field. */
const isField = (tokens: readonly string[], index: number): boolean =>
  /^[A-Za-z_]\w*$/.test(tokens[index] ?? '') &&
  tokens[index + 1] !== ':' &&
  tokens[index - 1] !== '...' &&
  tokens[index - 2] !== '...';

/** A document as generators write it out: `{ kind: 'Document', definitions: […] }`. */
const ofTree = (thing: Thing, program: Program): readonly string[] =>
  itemsOf(fieldOf(thing, 'definitions', program)).flatMap((definition) => {
    const [operation = ''] = plainTextsOf(fieldOf(definition, 'operation', program));
    const kind = KINDS[operation];
    return kind === undefined
      ? []
      : itemsOf(fieldOf(definition, 'selectionSet.selections', program)).flatMap((selection) =>
          plainTextsOf(fieldOf(selection, 'name.value', program)).map((name) => `${kind} ${name}`),
        );
  });

/** What a document asks for, however it is given: text, `gql` template, or syntax tree. */
export const askedIn = (document: Thing | undefined, program: Program): readonly string[] => {
  const texts = [
    ...shapesOf(document),
    ...librariesOf(document).flatMap((made) => (made.path.endsWith('()') ? shapesOf(made.args?.[0]) : [])),
  ];
  const trees = optionsOf(document).flatMap((option) => (option.kind === 'object' ? ofTree(option, program) : []));
  return [...new Set([...texts.flatMap(fieldsOf), ...trees])].slice(0, MOST_FIELDS);
};
