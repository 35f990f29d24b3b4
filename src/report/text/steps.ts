import type { Finding } from '../../model/finding.ts';
import type { Note } from '../../model/rule.ts';
import { placeOf } from './lines.ts';

/** The places in the order of the proof; the finding's own place stands first unless the proof names it. */
export function stepsOf({ at, related }: Finding): Note[] {
  const own: Note = at;
  return unrepeated(related.some((note) => placeOf(note) === placeOf(at)) ? related : [own, ...related]);
}

function unrepeated(notes: readonly Note[]): Note[] {
  const seen = new Set<string>();
  return notes.filter((note) => {
    const key = `${placeOf(note)} ${note.label ?? ''}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
