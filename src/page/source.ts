import { labelOf, type Place } from '../model/evidence.ts';
import { h } from './dom.ts';

/** A place as `file:line`, as a link where its source can be looked at. */
export function placeElement(place: Place, source: string | undefined): HTMLElement {
  const label = labelOf(place);
  if (source === undefined) return h('code', { class: 'place' }, label);
  const href = addressOf(place, source);
  return h('a', { class: 'place', href, target: '_blank', rel: 'noopener noreferrer' }, label);
}

export const addressOf = ({ file, line }: Place, source: string): string =>
  source.replace('{file}', () => file.split('/').map(encodeURIComponent).join('/')).replace('{line}', String(line));
