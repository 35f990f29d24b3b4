import { resolve } from 'node:path';
import { lintErrors } from '../../errors/lint.ts';

/** One thing to write: a format, to a file or to stdout. */
export type Target<F extends string> = { readonly format: F; readonly file?: string };

/** Reads `json` and `json=report.json`; what nobody names goes to stdout in the first format. */
export function targetsOf<F extends string>(
  given: readonly string[],
  known: readonly [F, ...F[]],
  cwd: string,
): Target<F>[] {
  const targets = given.map((word): Target<F> => {
    const [name, ...file] = word.split('=');
    const format = known.find((one) => one === name);
    if (!format || (file.length > 0 && !file.join('='))) throw lintErrors.unknownFormat(word, known);
    return file.length > 0 ? { format, file: resolve(cwd, file.join('=')) } : { format };
  });
  const twice = targets.find((one, index) => targets.findIndex(({ file }) => file === one.file) !== index);
  if (twice) throw lintErrors.sameTarget(twice.file);
  return targets.length > 0 ? targets : [{ format: known[0] }];
}
