import type { Answer } from '../../scaffold/kit.ts';

export type Offer = { readonly value: string; readonly note?: string | undefined };
type Asked<T> = { readonly ask: string; readonly initial?: T | undefined; readonly placeholder?: string | undefined };
/** What is wrong with what was typed, or undefined. */
type Check = (typed: Answer) => string | undefined;

/** Asks a person. Throws the user error "cancelled" on Ctrl-C. */
export type Prompter = {
  readonly text: (asked: Asked<string>, check: Check) => Promise<string>;
  readonly confirm: (asked: Asked<boolean>) => Promise<boolean>;
  readonly pickOne: (asked: Asked<string>, offers: readonly Offer[]) => Promise<string>;
  readonly pickMany: (asked: Asked<readonly string[]>, offers: readonly Offer[]) => Promise<readonly string[]>;
};
