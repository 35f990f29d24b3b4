import { upFrom } from '../../model/paths.ts';
import { optionsOf } from './things.ts';
import type { Program, Thing } from './types.ts';

const WRITTEN = ['.ts', '.js', '.cjs', '.mjs', '.json'];

/** What a file says as a whole: its default export, what it exports by CommonJS, or its data. */
const wholeOf = (file: string, program: Program): Thing | undefined => {
  const found = program.exported(file, 'default') ?? program.exported(file, '=');
  return found && found.kind !== 'namespace' ? found : undefined;
};

/** Settings that a library looks for by itself: in the service's folder, in its sources, else above it. */
export const settingsBeside = (program: Program, names: readonly string[]): Thing | undefined => {
  const { service, workspace } = program;
  const folders = [...upFrom(service.path)].flatMap((folder) =>
    folder === service.path ? [folder, `${folder}/src`] : folder,
  );
  for (const folder of folders)
    for (const name of names)
      for (const extension of WRITTEN) {
        const file = `${folder === '' ? '' : `${folder}/`}${name}${extension}`;
        const found = workspace.hasModule(file) ? wholeOf(file, program) : undefined;
        if (found && optionsOf(found).some(({ kind }) => kind !== 'unknown')) return found;
      }
  return undefined;
};
