import { folderOf, joined, upFrom } from '../../model/paths.ts';
import { isAside, type Candidate } from './candidates.ts';
import { scriptEntryIn } from './entries.ts';
import { baseImageOf, isSoftware } from './images.ts';
import type { Deployed } from './layers.ts';
import { recipeOf } from './recipes.ts';
import { isRunnable, type Terrain } from './terrain.ts';

/**
 * Packages that one image is built for in turn, a build argument saying which: `COPY apps/$APP .`. That the image takes them
 * says that they are deployed; which libraries serve there may be hidden in code of one's own. A manifest that builds the image
 * says itself which.
 */
export function chosenCandidates(terrain: Terrain, deployed: readonly Deployed[]): readonly Candidate[] {
  const built = new Set(deployed.map((one) => recipeOf(one, terrain)?.file));
  return terrain.dockerfiles.flatMap(({ file, fact }) => {
    const patterns = fact.stages.flatMap(({ chosen }) => chosen ?? []);
    if (patterns.length === 0 || built.has(file) || isSoftware(baseImageOf(fact))) return [];
    const folders = new Set(patterns.flatMap((pattern) => foldersOf(pattern, folderOf(file), terrain)));
    const at = { file, at: fact.stages.at(-1)?.at ?? ([1, 1] as const) };
    return [...folders].map((folder): Candidate => {
      const entry = scriptEntryIn(folder, terrain);
      return { folder, ...(entry === undefined ? {} : { entry }), at, by: 'dockerfile' };
    });
  });
}

/** The packages that are started in the folders a pattern stands for. In an image, the workspace lies some folders down. */
function foldersOf(pattern: string, from: string, terrain: Terrain): readonly string[] {
  const above = pattern.replace(/^\/+/, '').split('/').slice(0, -1);
  // Only what is inside of the image has names in front that are none of the workspace's.
  const tails = pattern.startsWith('/') ? above.map((_, index) => above.slice(index)) : [above];
  for (const tail of tails)
    for (const context of upFrom(from)) {
      const parent = joined(context, tail.join('/'));
      const found = terrain.packages.filter(({ folder }) => folder !== '' && folderOf(folder) === parent);
      const started = found.filter(({ folder }) => !isAside(folder) && isStarted(folder, terrain));
      if (started.length > 0) return started.map(({ folder }) => folder);
    }
  return [];
}

const isStarted = (folder: string, terrain: Terrain): boolean =>
  isRunnable(folder, terrain) && scriptEntryIn(folder, terrain) !== undefined;
