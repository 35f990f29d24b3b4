import type { DockerfileFact } from '../../model/fact/dockerfile.ts';
import { joined } from '../../model/paths.ts';
import type { Deployed } from './layers.ts';
import { hasCode, type Terrain } from './terrain.ts';

/** How the image of a container is made: the folder it is built from, and the Dockerfile where one is known. */
export type Recipe = { readonly context: string; readonly file?: string; readonly docker?: DockerfileFact };

/** Undefined for a container that is not built here, or from outside the workspace, or from a folder that nobody knows. */
export function recipeOf(deployed: Deployed, terrain: Terrain): Recipe | undefined {
  const { build } = deployed.fact;
  const context = build && joined(deployed.folder, build.context);
  if (!build || context === undefined || context.includes('$')) return undefined;
  if (build.inline) return { context, docker: { kind: 'dockerfile', stages: build.inline } };
  const file = dockerfileIn(context, build.dockerfile, deployed.folder, terrain);
  const docker = file === undefined ? undefined : terrain.dockerfileAt(file);
  // `dockerfile: ./Dockerfile` of a manifest in `infra/` that is run from the root.
  if (file === 'Dockerfile' && docker && context !== '' && !hasCode(context, terrain))
    return { context: '', file, docker };
  return { context, ...(file === undefined ? {} : { file }), ...(docker ? { docker } : {}) };
}

/** The Dockerfile as it is named: relative to the context, or, as often written, to the manifest's own folder. */
function dockerfileIn(
  context: string,
  named: string | undefined,
  folder: string,
  terrain: Terrain,
): string | undefined {
  const guesses =
    named === undefined
      ? [joined(context, 'Dockerfile'), joined(context, 'dockerfile'), joined(context, 'Containerfile')]
      : [joined(context, named), joined(folder, named), joined('', named.replace(/^(?:\.\.?\/)+/, ''))];
  return guesses.find((path) => path !== undefined && terrain.dockerfileAt(path) !== undefined);
}
