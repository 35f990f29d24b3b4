import { UserError } from '../errors.ts';

/** `msvc trace`: MSVC-040 to 042. */
export const errors = {
  notRunning: (root: string) =>
    new UserError('MSVC-040', `\`msvc dev\` is not running in ${root}.`, 'Start it: it keeps the traces.'),
  noSuchTrace: (prefix: string, kept: number) =>
    new UserError(
      'MSVC-041',
      `No trace begins with "${prefix}" (${kept} are kept).`,
      'Spans arrive some seconds after the call. `msvc trace` without an id lists what there is.',
    ),
  ambiguousTrace: (prefix: string, found: readonly string[]) =>
    new UserError(
      'MSVC-042',
      `${found.length} traces begin with "${prefix}".`,
      'Give more of the id.',
      found.slice(0, 5),
    ),
} as const;
