import { errors } from '../../errors.ts';
import { errors as scaffoldErrors } from '../../errors/scaffold.ts';
import { flagOf, readAnswer } from '../../scaffold/answers.ts';
import type { Answer, Answers, Question, Questions, Workspace } from '../../scaffold/kit.ts';
import type { Prompter } from './prompter.ts';

/** What the command line said, as it was typed. */
export type Given = { readonly [question: string]: unknown };
type Collected = { readonly [question: string]: Answer };

/**
 * Every question answered and checked: from the command line, else by the person, else by its default. All mistakes on
 * the command line are shown together. A person is asked only where the command line gave no flag, or leaves out what
 * has no default.
 */
export async function collectAnswers(
  questions: Questions,
  given: Given,
  workspace: Workspace,
  prompter: Prompter | undefined,
): Promise<Collected> {
  const typed = typedAnswers(questions, given, workspace);
  const asksAll = Object.entries(questions).every(([name, { positional }]) => positional || given[name] === undefined);
  const answers: { [question: string]: Answer } = {};
  let asked = 0;
  let details: boolean | undefined;
  for (const [name, question] of Object.entries(questions)) {
    const known = { workspace, answers };
    const answer = typed[name];
    if (answer !== undefined) {
      answers[name] = answer;
      continue;
    }
    if (question.detail && prompter && asksAll && asked > 0) {
      details ??= await prompter.confirm({ ask: 'Look at the details too?', initial: false });
    }
    const wanted = question.detail ? details === true : asksAll;
    if (prompter && (wanted || !question.default)) {
      asked += 1;
      answers[name] = await askFor(question, known, prompter);
    } else if (question.default) answers[name] = question.default(known);
    else throw errors.noTerminal(question.ask, question.positional ? `<${name}>` : flagOf(name));
  }
  return answers;
}

function typedAnswers(questions: Questions, given: Given, workspace: Workspace): Collected {
  const answers: { [question: string]: Answer } = {};
  const mistakes: string[] = [];
  for (const [name, question] of Object.entries(questions)) {
    if (given[name] === undefined) continue;
    const read = readAnswer(question, given[name], { workspace, answers });
    if ('mistakes' in read) mistakes.push(...read.mistakes.map((each) => labelOf(name, question, given[name]) + each));
    // Wrong or not, the later ones refer to it.
    const value = 'value' in read ? read.value : question.kind === 'text' ? String(given[name]) : undefined;
    if (value !== undefined) answers[name] = value;
  }
  if (mistakes.length > 0) throw scaffoldErrors.badAnswers(mistakes);
  return answers;
}

/** What was typed, so that the mistake is found; mistakes in lists name their item themselves. */
function labelOf(name: string, { positional, kind }: Question, raw: unknown): string {
  if (positional) return kind === 'list' ? '' : `"${String(raw)}": `;
  return kind === 'list' ? `${flagOf(name)}: ` : `${flagOf(name)} ${String(raw)}: `;
}

type Context = { readonly workspace: Workspace; readonly answers: Answers };

async function askFor(question: Question, known: Context, prompter: Prompter): Promise<Answer> {
  const { ask } = question;
  const check = (typed: Answer): string | undefined => {
    const read = readAnswer(question, typed, known);
    if ('mistakes' in read) return read.mistakes.join('; ');
    return question.kind === 'text' ? question.mistakesTyped?.(String(typed), known)[0] : undefined;
  };
  switch (question.kind) {
    case 'confirm':
      return prompter.confirm({ ask, initial: question.default?.(known) });
    case 'choice':
      return askChoice(question, known, prompter);
    case 'list':
      return askList(question, known, prompter);
    case 'text':
    case 'number': {
      const initial = question.default === undefined ? undefined : String(question.default(known));
      const placeholder = 'placeholder' in question ? question.placeholder : undefined;
      return valueIn(question, await prompter.text({ ask, initial, placeholder }, check), known);
    }
  }
}

/** One thing to choose is no question. */
async function askChoice(question: Question & { kind: 'choice' }, known: Context, prompter: Prompter): Promise<Answer> {
  const offers = question.choices(known);
  const [only] = offers;
  if (only && offers.length === 1) return only.value;
  return prompter.pickOne({ ask: question.ask, initial: question.default?.(known) }, offers);
}

async function askList(question: Question & { kind: 'list' }, known: Context, prompter: Prompter): Promise<Answer> {
  const initial = question.default?.(known) ?? [];
  const offers = question.choices?.(known);
  if (offers?.length === 0) return initial;
  if (offers) return prompter.pickMany({ ask: question.ask, initial }, offers);
  const check = (typed: Answer): string | undefined => {
    const read = readAnswer(question, typed, known);
    return 'mistakes' in read ? read.mistakes.join('; ') : undefined;
  };
  const asked = { ask: question.ask, initial: initial.join(', '), placeholder: question.placeholder };
  return valueIn(question, await prompter.text(asked, check), known);
}

function valueIn(question: Question, typed: string, known: Context): Answer {
  const read = readAnswer(question, typed, known);
  if ('value' in read) return read.value;
  throw scaffoldErrors.badAnswers(read.mistakes);
}
