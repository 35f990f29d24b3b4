import { joined } from '../../model/paths.ts';
import type { Deployed } from './layers.ts';
import { homeNamed } from './entries.ts';
import { stagesRun } from './images.ts';
import type { Recipe } from './recipes.ts';
import { hasCode, isRunnable, type Terrain } from './terrain.ts';

/** A build argument that names a folder or a project of the workspace: one Dockerfile for many services. */
export function homeInArguments(deployed: Deployed, context: string, terrain: Terrain): string | undefined {
  for (const value of Object.values(deployed.fact.build?.args ?? {})) {
    if (!/^[\w./@-]+$/.test(value) || /^\.*$/.test(value)) continue;
    for (const parent of ['', 'apps', 'services', 'packages', 'src']) {
      const folder = joined(context, parent ? `${parent}/${value}` : value);
      if (folder && terrain.hasFolder(folder) && hasCode(folder, terrain)) return folder;
    }
    const named = homeNamed(value, terrain);
    if (named !== undefined && isRunnable(named, terrain)) return named;
  }
  return undefined;
}

const roots =
  /^\/(?:usr\/(?:src\/)?app|app|home\/node(?:\/app)?|opt\/app|srv(?:\/app)?|workspaces?|code|repo|monorepo|src)\//;

/** `WORKDIR /app/services/orders` in an image that holds the whole workspace. */
export function homeInWorkdir(deployed: Deployed, { context, docker }: Recipe, terrain: Terrain): string | undefined {
  const stages = docker ? stagesRun(docker, deployed.fact.build?.target) : [];
  const workdir = deployed.fact.workingDir ?? stages.find((stage) => stage.workdir !== undefined)?.workdir;
  if (workdir === undefined || !roots.test(workdir)) return undefined;
  const folder = joined(context, filledWith(deployed, workdir.replace(roots, '')));
  return folder !== undefined && folder !== context && isRunnable(folder, terrain) ? folder : undefined;
}

/** The project that a RUN line builds, prunes or deploys into what the run stage takes; else the only one that is built. */
export function homeInBuilds(deployed: Deployed, { docker }: Recipe, terrain: Terrain): string | undefined {
  if (!docker) return undefined;
  const run = stagesRun(docker, deployed.fact.build?.target);
  const taken = run.flatMap(({ copies }) => copies.filter(({ from }) => from).flatMap(({ sources }) => sources));
  const outputs = taken.flatMap((path) => homeOfOutput(filledWith(deployed, path), terrain) ?? []);
  const homesIn = (lines: readonly (readonly string[])[]) =>
    lines.flatMap(
      (words) =>
        homeInWords(
          words.map((word) => filledWith(deployed, word)),
          terrain,
        ) ?? [],
    );
  const all = docker.stages.flatMap(({ builds }) => builds ?? []);
  const into = homesIn(all.filter((words) => words.some((word) => taken.includes(word))));
  const own = homesIn(run.flatMap(({ builds }) => builds ?? []));
  const homes = new Set(homesIn(all));
  return outputs[0] ?? into[0] ?? own[0] ?? (homes.size === 1 ? [...homes][0] : undefined);
}

/** `dist/apps/orders` is what the project `apps/orders` is built into. */
function homeOfOutput(path: string, terrain: Terrain): string | undefined {
  const inner = /\/(?:dist|build|out|output)\/(.+?)\/?$/.exec(path)?.[1];
  if (inner === undefined) return undefined;
  const atRoot = [inner, `apps/${inner}`, `packages/${inner}`].find((folder) => isRunnable(folder, terrain));
  if (atRoot !== undefined) return atRoot;
  const [project, ...more] = terrain.projects.filter(
    ({ type, path }) => type === 'application' && path.endsWith(`/${inner}`),
  );
  return more.length === 0 ? project?.path : undefined;
}

function homeInWords(words: readonly string[], terrain: Terrain): string | undefined {
  for (const word of words) {
    const bare = word.replace(/^--?[\w-]+=/, '').replace(/^\{|\}$/g, '');
    const home = homeNamed(bare, terrain) ?? homeNamed(bare.replace(/:[\w-]+$/, ''), terrain);
    if (home !== undefined && isRunnable(home, terrain)) return home;
  }
  return undefined;
}

/** `$APP` as the manifest's build arguments give it. */
const filledWith = ({ fact }: Deployed, text: string): string =>
  text.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => fact.build?.args[name] ?? whole);
