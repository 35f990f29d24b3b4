import type { EnvEntry } from '../../model/fact/env.ts';
import { folderOf } from '../../model/paths.ts';
import type { FactIndex } from '../types.ts';
import { overlaid, type Deployed, type Placed } from './layers.ts';
import { expandedIn, filledIn } from './expand.ts';
import { overlaysOf, type Overlay } from './kustomize.ts';
import { chartOf, releasesOf, type Release } from './releases.ts';

/** Containers of a cluster: charts once for each release, bases once for each overlay, all else as it stands. */
export function clusterDeployed(all: readonly Placed[], index: FactIndex): readonly Deployed[] {
  const releases = releasesOf(index);
  const overlays = overlaysOf(index);
  return all.flatMap((own): readonly Deployed[] => {
    const chart = own.fact.source === 'helm' ? chartOf(own.file) : undefined;
    if (chart !== undefined) return releases(chart).flatMap((release) => releasedAs(own, release));
    if (own.fact.image === undefined && overlays.some(({ patches }) => patches.has(own.file))) return [];
    const over = overlays.filter(({ files }) => files.has(own.file));
    return [patched(own, all), ...over.map((overlay) => overlaidBy(own, overlay, all))];
  });
}

function releasedAs(own: Placed, { chart, deployment, values, fill }: Release): readonly Deployed[] {
  return expandedIn(own.fact, values).map((item) => {
    const fact = filledIn(item, values, fill);
    const layers = [{ file: own.file, fact }];
    const written = own.fact.image === undefined ? {} : { written: own.fact.image };
    const folder = folderOf(own.file);
    return { file: own.file, fact, layers, deployment, folder, ...written, chart: { folder: chart, fill } };
  });
}

/** A container without an image is a patch (Kustomize): the rest stands in the manifest that it is laid over. */
function patched(own: Placed, all: readonly Placed[]): Deployed {
  const shared = ({ file }: Placed) => sharedLength(file, own.file);
  const base =
    own.fact.image === undefined
      ? all
          .filter((one) => one.fact.image !== undefined && isPatchOf(own, one))
          .toSorted((a, b) => shared(b) - shared(a))[0]
      : undefined;
  return layered(base ? [placedIn(own, base), base] : [own], own.file, folderOf(own.file) || '.');
}

/** What an overlay makes of a container of its bases. */
function overlaidBy(own: Placed, overlay: Overlay, all: readonly Placed[]): Deployed {
  const patches = all.filter(
    (one) => one.fact.image === undefined && overlay.patches.has(one.file) && isPatchOf(one, own),
  );
  const image = own.fact.image?.replace(/[:@][^/]*$/, '');
  const renamed = image === undefined ? undefined : overlay.images.get(image);
  const tag = renamed?.newTag ?? own.fact.image?.slice(image?.length).replace(/^:/, '');
  const named = [renamed?.newName ?? image, tag].filter(Boolean).join(tag?.startsWith('sha256:') ? '@' : ':');
  const base = renamed === undefined ? own : { ...own, fact: { ...own.fact, image: named } };
  return layered([...patches.map((patch) => placedIn(patch, own)), base], own.file, overlay.folder);
}

const layered = (layers: readonly Placed[], file: string, deployment: string): Deployed => ({
  file,
  fact: layers.map((layer) => layer.fact).reduce(overlaid),
  layers,
  deployment,
  folder: folderOf(file),
});

/** A patch by operations names no container: it counts for all of the workload. */
const isPatchOf = ({ fact: patch }: Placed, { fact }: Placed): boolean =>
  patch.name === fact.name && (patch.container === undefined || patch.container === fact.container);

/** An operation names a variable by its position: `[0]` is the first of the base. */
function placedIn(patch: Placed, { fact: base }: Placed): Placed {
  const env = patch.fact.env.map((entry): EnvEntry => {
    const index = /^\[(\d+)\]$/.exec(entry.name)?.[1];
    return index === undefined ? entry : { ...entry, name: base.env[Number(index)]?.name ?? entry.name };
  });
  return { file: patch.file, fact: { ...patch.fact, env } };
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
