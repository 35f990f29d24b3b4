import { UserError } from '../errors.ts';

/** What can keep a picture or a page from being made or shown: MSVC-070 to 079. */
export const pictureErrors = {
  noRasteriser: () =>
    new UserError(
      'MSVC-070',
      'PNG needs @resvg/resvg-js, which is not installed here (it is an optional dependency of msvc).',
      'Install it beside msvc: npm install @resvg/resvg-js. Or take --format svg or html.',
    ),
  noFonts: () =>
    new UserError(
      'MSVC-071',
      'PNG needs a font for its words, and this machine has none.',
      'Install one (apt-get install fonts-dejavu-core), or take --format svg or html.',
    ),
  wantsFile: (format: string) =>
    new UserError('MSVC-072', `${format} is not text: it cannot be printed.`, `Name a file: --output map.${format}`),
  opensPages: (format: string) =>
    new UserError('MSVC-072', `--open shows a page, not ${format}.`, 'Add --format html, or leave --open out.'),
  cannotOpen: (file: string, reason: string) =>
    new UserError('MSVC-073', `${file} was written, but no browser could be started (${reason}).`, 'Open it yourself.'),
} as const;
