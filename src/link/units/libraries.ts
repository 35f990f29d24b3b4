import type { Library, Service } from '../../model/model.ts';
import { baseOf, folderOf, isWithin, upFrom } from '../../model/paths.ts';
import type { FactIndex } from '../types.ts';
import { isAside } from './candidates.ts';
import type { Terrain } from './terrain.ts';

type Found = { readonly path: string; readonly name?: string; readonly file: string };

/**
 * Code that services share: packages and projects that do not run, and shared folders without a manifest of their own. None
 * has the name of a service or of another: `apps/auth` beside `libs/auth` is `auth` beside `libs/auth`.
 */
export function librariesOf(
  services: readonly Pick<Service, 'name' | 'path'>[],
  index: FactIndex,
  terrain: Terrain,
): readonly Library[] {
  const serviceFolders = new Set(services.map(({ path }) => path));
  const found = new Map<string, Found>();
  const add = (one: Found): void => {
    const isService =
      serviceFolders.has(one.path) || [...serviceFolders].some((folder) => folder !== '' && isWithin(one.path, folder));
    if (one.path !== '' && !isService && !isAside(one.path) && !found.has(one.path)) found.set(one.path, one);
  };
  for (const { folder, fact } of terrain.packages)
    add({ path: folder, ...(fact.name === undefined ? {} : { name: fact.name }), file: `${folder}/package.json` });
  for (const { path, name, type, file } of terrain.projects) if (type === 'library') add({ path, name, file });
  for (const one of sharedFolders(index)) if (![...found.keys()].some((path) => isWithin(one.path, path))) add(one);
  const names = new Set(services.map(({ name }) => name));
  return [...found.values()]
    .filter(
      ({ path }) =>
        ![...serviceFolders].some((folder) => folder !== path && isWithin(folder, path) && !terrain.packageIn(path)),
    )
    .map((one) => {
      const library = libraryOf(one, index, terrain);
      const name = names.has(library.name) ? library.path : library.name;
      names.add(name);
      return { ...library, name };
    });
}

/** `libs/orders`, `packages/events`, `shared`, `common`, `contracts`: folders whose name says that they are shared. */
function* sharedFolders(index: FactIndex): Generator<Found> {
  const seen = new Set<string>();
  for (const file of [...index.modules, ...index.ofKind('proto').map((one) => one.file)]) {
    const folders = [...upFrom(folderOf(file))].reverse();
    const at = folders.findIndex((folder) =>
      /^(?:libs?|packages|shared|common|contracts?|protos?|building-?blocks)$/i.test(baseOf(folder)),
    );
    const holder = folders[at];
    if (holder === undefined || holder === '') continue;
    const child = folders[at + 1];
    const path = /^(?:libs?|packages)$/i.test(baseOf(holder)) && child !== undefined ? child : holder;
    if (seen.has(path)) continue;
    seen.add(path);
    yield { path, file };
  }
}

function libraryOf({ path, name, file }: Found, index: FactIndex, terrain: Terrain): Library {
  const protos = index.ofKind('proto').filter((one) => isWithin(one.file, path)).length;
  const isContract =
    /(?:contract|proto|events?|dtos?|schemas?|api-types|interfaces|messages)s?$/i.test(baseOf(path)) ||
    protos > terrain.modulesIn(path);
  return {
    name: name ?? baseOf(path),
    path,
    kind: isContract ? 'contract' : 'library',
    evidence: [{ file, line: 1, column: 1, basis: terrain.packageIn(path) ? 'declared' : 'inferred' }],
  };
}
