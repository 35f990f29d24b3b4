import type { Workspace } from './workspace.ts';

export type Answer = string | number | boolean | readonly string[];
/** Everything answered so far, by question. */
export type Answers = { readonly [question: string]: Answer | undefined };
/** What a question may look at: the workspace as it stands, and the answers to the questions before it. */
export type Known = { readonly workspace: Workspace; readonly answers: Answers };

type Common<T> = {
  readonly ask: string;
  /** One line of `--help`; `ask` where there is none. */
  readonly help?: string;
  /** Also a word of the command line. */
  readonly positional?: boolean;
  /** Asked only of those who want the details; everybody else gets the default. */
  readonly detail?: boolean;
  /** Answers with the value taken where nobody answers; without it the question must be answered. */
  readonly default?: (known: Known) => T;
  /** What is wrong with an answer, as a clause; nothing where it is right. */
  readonly mistakes?: (value: T, known: Known) => readonly string[];
  /** What is wrong only when a person types it; on a command line it may be the same command once more. */
  readonly mistakesTyped?: (value: T, known: Known) => readonly string[];
};
type Choice = { readonly value: string; readonly note?: string };
type Choices = { readonly choices: (known: Known) => readonly Choice[] };

export type TextQuestion = Common<string> & { readonly kind: 'text'; readonly placeholder?: string };
export type NumberQuestion = Common<number> & { readonly kind: 'number' };
export type ConfirmQuestion = Common<boolean> & { readonly kind: 'confirm' };
export type ChoiceQuestion = Common<string> & Choices & { readonly kind: 'choice' };
/** Several values, typed or picked. `choices` are offered; `mistakes` decides what is allowed. */
export type ListQuestion = Common<readonly string[]> &
  Partial<Choices> & { readonly kind: 'list'; readonly placeholder?: string };

export type Question = TextQuestion | NumberQuestion | ConfirmQuestion | ChoiceQuestion | ListQuestion;
export type Questions = { readonly [name: string]: Question };

type AnswerTo<Q extends Question> = Q extends { kind: 'number' }
  ? number
  : Q extends { kind: 'confirm' }
    ? boolean
    : Q extends { kind: 'list' }
      ? readonly string[]
      : string;
export type AnswersTo<Q extends Questions> = { readonly [K in keyof Q]: AnswerTo<Q[K]> };
