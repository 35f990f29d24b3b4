import { UserError } from '../errors.ts';
import { nearest } from '../model/nearest.ts';

/** How much of the past a checkout holds. */
export type History = 'whole' | 'shallow' | 'none';

const afterUnknownRef: Readonly<Record<History, string>> = {
  whole: 'Fetch it first, or name a branch, tag or commit that exists here.',
  shallow:
    'This clone is shallow: `git fetch --unshallow` brings the rest; in GitHub Actions, checkout with fetch-depth: 0.',
  none: 'Make the first one, or run msvc lint without --since.',
};

/** What can be asked wrongly of `lint`, `graph` and `explain`. */
export const lintErrors = {
  settings: (file: string, mistakes: readonly string[]) =>
    new UserError(
      'MSVC-007',
      `${file} has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}`,
      'msvc rules lists the rules, msvc explain <rule> their options.',
      mistakes,
    ),
  unknownRule: (name: string, close: readonly string[]) =>
    new UserError(
      'MSVC-020',
      `There is no rule and no finding called "${name}".`,
      close.length > 0
        ? `Did you mean ${close.join(' or ')}?`
        : 'msvc rules lists the rules; msvc lint shows findings with the six digits that name them.',
    ),
  unknownFinding: (fingerprint: string, near: readonly string[]) =>
    new UserError(
      'MSVC-021',
      `No finding here begins with ${fingerprint}.${near.length > 0 ? ' Near it are:' : ''}`,
      'It may have been mended, or the folder is another one: msvc lint lists what there is.',
      near,
    ),
  ambiguousFinding: (fingerprint: string, names: readonly string[]) =>
    new UserError(
      'MSVC-021',
      `${names.length} findings begin with ${fingerprint}.`,
      'Give more digits.',
      names.length > 12 ? [...names.slice(0, 10), `and ${names.length - 10} more`] : names,
    ),
  unknownRef: (ref: string, history: History) =>
    new UserError(
      'MSVC-022',
      history === 'none' ? 'There is no commit here yet.' : `Git knows no commit called "${ref}".`,
      afterUnknownRef[history],
    ),
  notGit: (root: string, why: string) =>
    new UserError(
      'MSVC-023',
      `Git does not answer in ${root}: ${why}`,
      '--since, --staged and --diff need a Git checkout.',
    ),
  unknownFormat: (given: string, known: readonly string[]) => {
    const close = nearest(given.replace(/=.*/, ''), known);
    return new UserError(
      'MSVC-024',
      `There is no format "${given}".`,
      `${close === undefined ? '' : `Did you mean ${close}? `}There are ${known.join(', ')}; name=FILE writes to a file.`,
    );
  },
  sameTarget: (file: string | undefined) =>
    new UserError(
      'MSVC-024',
      `Two formats would be written to ${file ?? 'stdout'}.`,
      'Give each a place of its own: --format pretty --format json=report.json.',
    ),
  brokenBaseline: (places: readonly string[]) =>
    new UserError(
      'MSVC-025',
      `The baseline has ${places.length === 1 ? 'a line that is no entry' : `${places.length} lines that are no entries`}.`,
      'Put each right as it was in Git, or take it out: every line is one accepted finding.',
      places,
    ),
} as const;
