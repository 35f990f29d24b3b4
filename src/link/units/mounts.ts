import { joined } from '../../model/paths.ts';
import { isLanguageImage } from './images.ts';
import type { Deployed } from './layers.ts';
import { isRunnable, type Terrain } from './terrain.ts';

/** A plain `node:24` that nobody builds on, with a folder of the workspace mounted into it. */
export const mountedHomeOf = (deployed: Deployed, terrain: Terrain): string | undefined =>
  deployed.fact.image !== undefined && isLanguageImage(deployed.fact.image)
    ? homeInVolumes(deployed, terrain)
    : undefined;

/** An image without code of its own, the code mounted into it: common in development. */
export function homeInVolumes(deployed: Deployed, terrain: Terrain): string | undefined {
  const sources = deployed.fact.volumes
    .map((volume) => volume.split(':')[0] ?? '')
    .filter((source) => source.startsWith('.'));
  const folders = sources.flatMap((source) => joined(deployed.folder, source) ?? []);
  return (
    folders.find((folder) => folder !== '' && isRunnable(folder, terrain)) ?? mountedWhereItRuns(deployed, terrain)
  );
}

/** `./orders:/opt/app`, started by the container itself: code in whatever language, mounted where the image runs it. */
function mountedWhereItRuns({ fact, folder }: Deployed, terrain: Terrain): string | undefined {
  if ([...(fact.entrypoint ?? []), ...(fact.command ?? [])].length === 0) return undefined;
  const sources = fact.volumes.flatMap((volume) => {
    const [source = '', target = ''] = volume.split(':');
    return source.startsWith('.') && /^\/(?:usr\/src|opt|home\/\w+|srv)?\/?(?:app|code|src|workspace)\/?$/.test(target)
      ? [source]
      : [];
  });
  const [mounted, ...more] = sources.flatMap((source) => joined(folder, source) ?? []);
  return mounted !== undefined && more.length === 0 && mounted !== '' && terrain.hasFolder(mounted)
    ? mounted
    : undefined;
}
