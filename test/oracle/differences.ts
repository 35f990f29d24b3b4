import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isTest } from '../../src/model/aside.ts';
import { cruised, stubbed } from './cruised.ts';
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
  const { imports, isForeign, tsconfigs, files, packages } = importsIn(root);
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
  const stubs = stubbed(root);
  const unbuilt = new Set<string>();
  const theirs = new Map<string, string>();
  for (const [folder, list] of groups)
    for (const [from, to, specifier] of await cruised(root, list, named.get(folder)))
      if (to === '') unbuilt.add(`${from} -> ${packages.get(nameIn(specifier))}`);
      else if (stubs.has(to)) unbuilt.add(`${from} -> ${packageOf(root, to)}`);
      else if (isForeign(from, to)) theirs.set(`${from} -> ${to}`, specifier);
  const difference = (side: Difference['side'], item: string): Difference => {
    const [from = '', to = ''] = item.split(' -> ');
    const isUnbuilt = unbuilt.has(`${from} -> ${packageOf(root, to)}`);
    const ours = isUnbuilt ? 'its source stands for a package that is not built' : '';
    const why = side === 'ours' ? ours : whyTheirs(from, to, theirs.get(item) ?? '');
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

/** `@shop/kit` of `@shop/kit/lib/deep.js` */
const nameIn = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** The folder of the package that a file belongs to. */
const packageOf = (root: string, file: string): string => {
  let folder = dirname(file);
  while (folder !== '.' && !existsSync(join(root, folder, 'package.json'))) folder = dirname(folder);
  return folder;
};
