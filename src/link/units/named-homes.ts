import { baseOf, folderOf, upFrom } from '../../model/paths.ts';
import { plainNameOf } from './names.ts';
import type { Terrain } from './terrain.ts';

/** Folders that run, found by name and by what lies in them; what is found comes in the order in which they were added. */
export type NamedHomes = {
  readonly called: (names: Iterable<string>) => readonly string[];
  readonly around: (file: string) => string | undefined;
};

const known = new WeakMap<ReadonlySet<string>, { readonly size: number; readonly named: NamedHomes }>();

/** Made anew where homes were added since. */
export function namedHomesOf(homes: ReadonlySet<string>, terrain: Terrain): NamedHomes {
  const before = known.get(homes);
  if (before?.size === homes.size) return before.named;
  const named = indexOf([...homes].filter(Boolean), terrain);
  known.set(homes, { size: homes.size, named });
  return named;
}

function indexOf(homes: readonly string[], terrain: Terrain): NamedHomes {
  const places = new Map(homes.map((home, place) => [home, place]));
  const byName = new Map<string, Set<number>>();
  for (const [home, place] of places)
    for (const name of [baseOf(home), baseOf(terrain.packageIn(home)?.name ?? '')].filter(Boolean)) {
      const plain = plainNameOf(name);
      byName.set(plain, (byName.get(plain) ?? new Set()).add(place));
    }
  const inOrder = (found: Iterable<number>): readonly string[] =>
    [...new Set(found)].sort((a, b) => a - b).flatMap((place) => homes[place] ?? []);
  return {
    called: (names) => inOrder([...names].flatMap((name) => [...(byName.get(name) ?? [])])),
    around: (file) => inOrder([...upFrom(folderOf(file))].flatMap((folder) => places.get(folder) ?? []))[0],
  };
}
