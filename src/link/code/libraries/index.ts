import type { Library } from '../types.ts';
import { globalFetch, httpClients } from './http.ts';
import { routers } from './routers.ts';

const LIBRARIES: readonly Library[] = [globalFetch, httpClients, routers];

const byName = new Map<string, readonly Library[]>();

const speaksOf = (library: Library, name: string): boolean =>
  typeof library.packages === 'function' ? library.packages(name) : library.packages.includes(name);

/** The recognisers of a package. */
export const libraryFor = (name: string): readonly Library[] => {
  const known = byName.get(name);
  if (known) return known;
  const found = LIBRARIES.filter((library) => speaksOf(library, name));
  byName.set(name, found);
  return found;
};
