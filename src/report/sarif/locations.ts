import type { Place } from '../../model/evidence.ts';
import type { Note } from '../../model/rule.ts';
import { oneLine } from '../text/lines.ts';
import type { LintReport } from '../types.ts';

/** A place as SARIF names it, from the top of the checkout. */
export const physicalLocation = (place: Place, { paths, frames }: LintReport) => ({
  artifactLocation: { uri: uriOf(paths.fromCheckout + place.file), uriBaseId: '%SRCROOT%' },
  region: { startLine: place.line, startColumn: place.column, ...snippetOf(place, frames) },
});

/** What a step of a proof says of its place. */
export const wordsOf = (note: Note): string =>
  oneLine([note.label, note.note].filter(Boolean).join(': ')) || 'this place';

/** Text in which nothing is a link; SARIF reads `[text](1)` as one. */
export const plainText = (text: string): string => oneLine(text).replace(/[\\[\]]/g, (sign) => `\\${sign}`);

/** A relative reference: each part of the path percent-encoded, a first part with a colon kept from being a scheme. */
const uriOf = (path: string): string => {
  const uri = path.toWellFormed().split('/').map(encodeURIComponent).join('/');
  return uri.startsWith('/') ? `.${uri}` : uri;
};

function snippetOf(place: Place, frames: LintReport['frames']) {
  const frame = frames.get(`${place.file}:${place.line}`);
  const text = frame?.lines[place.line - frame.first];
  return text === undefined || text.trim() === '' ? {} : { snippet: { text } };
}
