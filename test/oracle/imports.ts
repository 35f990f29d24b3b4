import { dirname } from 'node:path';
import { gatherFacts } from '../../src/cli/facts.ts';
import { settingsIn } from '../../src/cli/settings.ts';
import { diskFiles } from '../../src/files/disk.ts';
import { nowhere } from '../../src/files/keep.ts';
import { importsOf } from '../../src/link/code/join/imports.ts';
import { workspaceOf } from '../../src/link/code/workspace.ts';
import { factIndexOf } from '../../src/link/facts.ts';
import { unitsOf } from '../../src/link/units/index.ts';

/** The imports between units as msvc sees them, and how it tells whose a file is. */
export const importsIn = (root: string) => {
  const facts = gatherFacts(diskFiles(root), nowhere);
  const index = factIndexOf(facts);
  const units = unitsOf(index, settingsIn(facts));
  const workspace = workspaceOf(index, units);

  const namesOf = (file: string) => units.ownersOf(file).map(({ name }) => name);
  return {
    imports: new Set(importsOf(workspace, index.modules).map(({ from, to }) => `${from} -> ${to}`)),
    isForeign: (from: string, to: string) => {
      const [own, other] = [namesOf(from), namesOf(to)];
      return own.length > 0 && other.length > 0 && !own.some((name) => other.includes(name));
    },
    tsconfigs: index.ofKind('tsconfig'),
    files: index.modules,
    packages: new Map(
      index
        .ofKind('package')
        .flatMap(({ file, fact }) => (fact.name === undefined ? [] : [[fact.name, dirname(file)] as const])),
    ),
  };
};
