export { statementsOf, tokensOf, type Token } from './tokens.ts';
export { uniqueKeysOf, uniqueKeysOfStatement } from './uniques.ts';
export { tableUsesOf, usesOfStatement } from './uses.ts';
