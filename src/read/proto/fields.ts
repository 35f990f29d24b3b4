import type { FieldFact, ProtoFact } from '../../model/fact/contract.ts';
import type { PlaceFinder } from '../places.ts';
import type { Word, Words } from './words.ts';

/** Numbers of fields may be hexadecimal or octal; what is none stands in a file that somebody is still writing. */
const isNumber = (text: string | undefined): text is string =>
  text !== undefined && text !== '' && Number.isInteger(Number(text));

/** The next word of the statement, if it has one. */
const takeWord = (words: Words): Word | undefined => (words.peek()?.text === ';' ? undefined : words.take());

const LABELS = new Set(['repeated', 'optional', 'required']);

/** `repeated Item items = 1 [deprecated = true];` from its first word on; undefined for what is no field. */
export function fieldFrom(first: Word, words: Words, placeOf: PlaceFinder): FieldFact | undefined {
  const isLabelled = LABELS.has(first.text) && /^[\w.]+$/.test(words.peek()?.text ?? '');
  const typed = isLabelled ? words.take() : first;
  const type = typed?.text === 'map' && words.peek()?.text === '<' ? mapFrom(words) : typed?.text;
  const name = words.take();
  const equals = words.peek()?.text === '=' ? words.take() : undefined;
  const number = equals && takeWord(words);
  if (!name || !isNumber(number?.text) || type === undefined || !/^\w+$/.test(name.text)) {
    words.skipStatement();
    return undefined;
  }
  // A group is a field and a message at once: its body is skipped with the statement.
  words.skipStatement();
  const repeated = isLabelled && first.text === 'repeated';
  return { name: name.text, number: Number(number?.text), type, repeated, at: placeOf(name.offset) };
}

/** `map<string, Item>` behind its first word. */
function mapFrom(words: Words): string {
  let text = 'map';
  for (let word = words.take(); word; word = words.take()) {
    text += word.text === ',' ? ', ' : word.text;
    if (word.text === '>') break;
  }
  return text;
}

/** `STATUS_PAID = 1;` from its first word on. */
export function valueFrom(
  first: Word,
  words: Words,
  placeOf: PlaceFinder,
): ProtoFact['enums'][number]['values'][number] | undefined {
  if (words.peek()?.text !== '=') {
    words.skipStatement();
    return undefined;
  }
  words.take();
  const sign = words.peek()?.text === '-' ? words.take()?.text : '';
  const text = takeWord(words)?.text;
  words.skipStatement();
  return isNumber(text)
    ? { name: first.text, number: Number(`${sign ?? ''}${text}`), at: placeOf(first.offset) }
    : undefined;
}
