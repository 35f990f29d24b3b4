import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isTest } from '../../src/model/aside.ts';
import { cruised } from './cruised.ts';
import { importsIn } from './imports.ts';

export type Difference = {
  readonly side: 'ours' | 'theirs';
  readonly from: string;
  readonly to: string;
  readonly why: string;
};
export type Compared = { readonly both: number; readonly differences: readonly Difference[] };

/** The nearest folder above a file, out of some. */
const nearest = (file: string, folders: ReadonlySet<string>): string => {
  let folder = dirname(file);
  while (folder !== '.' && !folders.has(folder)) folder = dirname(folder);
  return folder === '.' ? '' : folder;
};

/**
 * Imports between units, by msvc and by dependency-cruiser. That one takes a single tsconfig, so it runs once for each
 * that has paths, over the code beneath.
 */
export const differencesIn = async (root: string): Promise<Compared> => {
  const { imports, isForeign, tsconfigs, files } = importsIn(root);
  const byFolder = new Map(tsconfigs.map(({ file }) => [dirname(file) === '.' ? '' : dirname(file), file]));
  const named = new Map(
    [...byFolder.keys()].flatMap((folder) => {
      const names = ['tsconfig.json', 'tsconfig.base.json', 'jsconfig.json'].map((name) =>
        folder === '' ? name : `${folder}/${name}`,
      );
      const found = names.find((name) => tsconfigs.some(({ file }) => file === name));
      return found === undefined ? [] : [[folder, found] as const];
    }),
  );
  const groups = Map.groupBy(files, (file) => nearest(file, new Set(named.keys())));
  const theirs = new Map<string, string>();
  for (const [folder, list] of groups)
    for (const [from, to, specifier] of await cruised(root, list, named.get(folder)))
      if (isForeign(from, to)) theirs.set(`${from} -> ${to}`, specifier);
  const difference = (side: Difference['side'], item: string): Difference => {
    const [from = '', to = ''] = item.split(' -> ');
    const why = side === 'ours' ? whyOurs(root, to) : whyTheirs(from, to, theirs.get(item) ?? '');
    return { side, from, to, why };
  };
  return {
    both: [...imports].filter((item) => theirs.has(item)).length,
    differences: [
      ...[...imports].filter((item) => !theirs.has(item)).map((item) => difference('ours', item)),
      ...[...theirs.keys()].filter((item) => !imports.has(item)).map((item) => difference('theirs', item)),
    ],
  };
};

/** Why only dependency-cruiser takes it for an import between units; empty where nothing explains it. */
const whyTheirs = (from: string, to: string, specifier: string): string => {
  if (isTest(from)) return 'tests and tooling run in no service';
  if (!/\.(?:[cm]?[jt]sx?|json)$/.test(to)) return 'no code';
  if (/(?:^|\/)(?:build|dist|lib|generated|gen)\//.test(to)) return 'built and generated code is not read';
  return specifier.startsWith('src/') ? 'it keeps the base folder of the package it looked at before' : '';
};

/** Why only msvc does: a package that was not built has nothing where its manifest points to, but its source. */
const whyOurs = (root: string, to: string): string => {
  for (let folder = dirname(to); folder !== '.'; folder = dirname(folder)) {
    const manifest = join(root, folder, 'package.json');
    if (!existsSync(manifest)) continue;
    const { main, types, typings, module, exports } = JSON.parse(readFileSync(manifest, 'utf8'));
    const entries =
      JSON.stringify([main, types, typings, module, exports]).match(/(?<=")[^"]*\.[cm]?[jt]s(?=")/g) ?? [];
    const isBuilt = entries.length > 0 && entries.every((entry) => existsSync(join(root, folder, entry)));
    return isBuilt ? '' : 'its source stands for a package that is not built';
  }
  return '';
};
