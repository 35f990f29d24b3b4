import { UserError } from '../errors.ts';
import { nearest } from '../model/nearest.ts';

/** What is known, as far as it fits into a sentence; what was probably meant first. */
function suggestion(word: string, known: readonly string[], what: string): string {
  if (known.length === 0) return `There are no ${what} here.`;
  const wanted = word.toLowerCase();
  const close = nearest(word, known) ?? known.find((name) => wanted.length > 2 && name.toLowerCase().includes(wanted));
  if (close !== undefined) return `Did you mean "${close}"?`;
  const shown = known.slice(0, 8).map((name) => `"${name}"`);
  return `There ${known.length === 1 ? 'is' : 'are'} ${shown.join(', ')}${known.length > 8 ? ` and ${known.length - 8} more` : ''}.`;
}

/** What can be asked wrongly of `msvc graph`: MSVC-060 to 069. */
export const graphErrors = {
  unknownName: (option: string, word: string, known: readonly string[], what: string) =>
    new UserError('MSVC-060', `${option}: there is no ${what} called "${word}".`, suggestion(word, known, `${what}s`)),
  ambiguousName: (option: string, word: string, found: readonly string[], what: string) =>
    new UserError(
      'MSVC-060',
      `${option}: ${found.length} ${what}s match "${word}".`,
      'Give the whole name of one.',
      found.length > 12 ? [...found.slice(0, 10), `and ${found.length - 10} more`] : found,
    ),
  missingName: (view: string, option: string, known: readonly string[], what: string) =>
    new UserError(
      'MSVC-061',
      known.length === 0
        ? `There is no ${what} here, so there is nothing to show as --view ${view}.`
        : `--view ${view} needs ${option} "…".`,
      known.length === 0 ? 'msvc graph shows what was found.' : 'For example:',
      known.slice(0, 8).map((name) => `${option} "${name}"`),
    ),
  cannotCollapse: (view: string, why: string) =>
    new UserError(
      'MSVC-062',
      `The view ${view} cannot be collapsed so: ${why}.`,
      'Leave --collapse out, or collapse by something else: context, owner or folder.',
    ),
  cannotShow: (format: string, view: string, views: readonly string[], formats: readonly string[]) =>
    new UserError(
      'MSVC-063',
      `${format} cannot show the view ${view}.`,
      `It shows ${views.join(', ')}. The view ${view} is shown by ${formats.join(', ')}.`,
    ),
  notForView: (option: string, views: readonly string[], view: string) =>
    new UserError(
      'MSVC-063',
      `${option} is for --view ${views.join(' and ')}, not for ${view}.`,
      'Leave it out, or ask for that view.',
    ),
  noMap: (file: string) =>
    new UserError(
      'MSVC-064',
      `There is no ${file} to check.`,
      `msvc graph --check ${file} --update writes it; then commit it.`,
    ),
  brokenMap: (file: string, why: string) =>
    new UserError(
      'MSVC-064',
      `${file} cannot be compared: ${why}`,
      `Put it right as it was in Git, or write it anew: msvc graph --check ${file} --update`,
    ),
  noPixels: (file: string) =>
    new UserError(
      'MSVC-064',
      `${file} cannot be compared: a picture of pixels has no lines that could differ.`,
      'Commit the map as json, markdown or svg, and draw png from the code: --format png --output',
    ),
  unreadable: (file: string, why: string) =>
    new UserError('MSVC-064', `${file} cannot be read: ${why}.`, 'Name another file.'),
  needsCheck: () =>
    new UserError(
      'MSVC-064',
      '--update says what to do with the file of --check.',
      'Name it: msvc graph --check graph.json --update',
    ),
  brokenTraces: (file: string, places: readonly string[]) =>
    new UserError(
      'MSVC-065',
      `${file} holds no traces that could be read.`,
      'Export them as OTLP, Jaeger or Zipkin JSON.',
      places,
    ),
} as const;
