import { emptyContainer } from '../../model/fact/empty-container.ts';
import type { ContainerFact } from '../../model/fact/infrastructure.ts';
import { baseOf, folderOf, joined } from '../../model/paths.ts';
import type { FactIndex } from '../types.ts';
import { homeOf, type Lookup } from './homes.ts';

/** What Skaffold builds: image to folder, which is its context, or where its Dockerfile and build lead. */
export function artifactsOf(index: FactIndex, lookup: Lookup): ReadonlyMap<string, string> {
  const images = new Map<string, string>();
  for (const { file, fact } of index.ofKind('workspace')) {
    if (fact.tool !== 'skaffold') continue;
    for (const { name, path, entry } of fact.projects) {
      if (name === undefined) continue;
      const build = { context: path, args: {}, ...(entry === undefined ? {} : { dockerfile: entry }) };
      const own: ContainerFact = { ...emptyContainer, source: 'compose', name: baseOf(name), build, at: fact.at };
      // A file that lies aside is run from the root: `skaffold -f deploy/skaffold.yaml`.
      const isHere = lookup.terrain.hasFolder(joined(folderOf(file), path) ?? '');
      const from = isHere ? folderOf(file) : '';
      const home = homeOf({ file, deployment: file, folder: from, fact: own, layers: [] }, lookup);
      const context = joined(from, path) ?? '';
      const folder = home?.folder ?? (lookup.terrain.hasFolder(context) ? context.replace(/\/(?:src|app)$/, '') : '');
      if (folder) images.set(name, folder);
    }
  }
  return images;
}
