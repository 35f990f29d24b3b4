import type { Answer, Answers, Known, Question, Questions } from './kit/question.ts';
import { sameJson } from './merge/same.ts';
import { nearestOf } from './names/nearest.ts';
import { quoted } from './names/quoted.ts';
import { kebabOf } from './names/words.ts';

/** The flag of a question: `pinNode` → `--pin-node`. */
export const flagOf = (question: string): string => `--${kebabOf(question)}`;

export type Read = { readonly value: Answer } | { readonly mistakes: readonly string[] };

/** Reads one answer as typed on a command line or in a prompt, and checks it. */
export function readAnswer(question: Question, raw: unknown, known: Known): Read {
  const value = valueOf(question, raw);
  if (value === undefined) return { mistakes: [`${String(raw)} is no whole number`] };
  const mistakes = mistakesIn(question, value, known);
  return mistakes.length > 0 ? { mistakes } : { value };
}

function valueOf(question: Question, raw: unknown): Answer | undefined {
  if (question.kind === 'confirm') return raw === true || raw === 'true';
  if (question.kind === 'list') return listOf(raw);
  const text = String(raw).trim();
  if (question.kind !== 'number') return text;
  return /^-?\d+$/.test(text) ? Number(text) : undefined;
}

/** Commas or repeated words; each once, in order. */
function listOf(raw: unknown): readonly string[] {
  const parts = (Array.isArray(raw) ? raw : [raw]).flatMap((part) => String(part).split(/[,\s]+/));
  return [...new Set(parts.filter((part) => part !== ''))];
}

export function mistakesIn(question: Question, value: Answer, known: Known): readonly string[] {
  switch (question.kind) {
    case 'choice': {
      // Whoever knows what is wrong with it says so better.
      const mistakes = question.mistakes?.(String(value), known) ?? [];
      const values = question.choices(known).map(({ value: each }) => each);
      return mistakes.length > 0 ? mistakes : choiceMistakes(values, String(value));
    }
    case 'list':
      return question.mistakes?.(Array.isArray(value) ? value : [], known) ?? [];
    case 'number':
      return question.mistakes?.(Number(value), known) ?? [];
    case 'confirm':
      return question.mistakes?.(value === true, known) ?? [];
    case 'text':
      return question.mistakes?.(String(value), known) ?? [];
  }
}

function choiceMistakes(values: readonly string[], value: string): readonly string[] {
  if (values.includes(value)) return [];
  const near = nearestOf(value, values);
  return [`"${value}" is not one of ${values.join(', ')}${near === undefined ? '' : `; did you mean "${near}"?`}`];
}

/** The words that give these answers again and leave nothing to ask. */
export function sameAgain(questions: Questions, answers: Answers, known: Known): readonly string[] {
  const words: string[] = [];
  for (const [name, question] of Object.entries(questions)) {
    const value = answers[name];
    if (value === undefined) continue;
    if (question.positional) words.unshift(...(Array.isArray(value) ? value : [String(value)]));
    else if (!goesWithoutSaying(question, value, { ...known, answers })) words.push(...wordsFor(flagOf(name), value));
  }
  return words.map(quoted);
}

function wordsFor(flag: string, value: Answer): readonly string[] {
  if (typeof value === 'boolean') return value ? [flag] : [];
  const text = Array.isArray(value) ? value.join(',') : String(value);
  return text === '' ? [`${flag}=`] : [flag, text];
}

function goesWithoutSaying(question: Question, value: Answer, known: Known): boolean {
  const silent = question.detail === true || (Array.isArray(value) && value.length === 0);
  return silent && question.default !== undefined && sameJson(question.default(known), value);
}
