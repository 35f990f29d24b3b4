import { oneLine } from './lines.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
/** What no XML 1.0 document may hold, however it is written. */
const forbidden = /[\uFFFE\uFFFF]/g;

/** Text on one line, as it may stand in an attribute or an element. */
export const xmlText = (text: string): string =>
  oneLine(text)
    .replace(forbidden, '')
    .replace(/[&<>"']/g, (sign) => entities[sign] ?? '');

/** ` name="value"` for each attribute that has one. */
export const xmlAttributes = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${xmlText(String(value))}"`))
    .join('');
