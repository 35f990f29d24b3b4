import type { Evidence } from '../../model/evidence.ts';
import type { Container, Deployment, Image, Resources, Security } from '../../model/deployment.ts';
import type { ContainerFact } from '../../model/fact/infrastructure.ts';
import type { DockerfileFact, DockerStage } from '../../model/fact/dockerfile.ts';
import type { At } from '../../model/fact/module.ts';
import type { FactIndex } from '../types.ts';
import type { Addressed } from './addresses.ts';
import { baseImageOf, stagesRun, startOf } from './images.ts';
import type { Deployed } from './layers.ts';
import { recipeOf } from './recipes.ts';
import type { Terrain } from './terrain.ts';

/** How services and the software beside them are run and built. */
export function deploymentOf(
  services: readonly Addressed[],
  foreign: readonly Deployed[],
  terrain: Terrain,
  index: FactIndex,
): Deployment {
  const made = taggedIn(index);
  const own = services.flatMap(({ name, deployed, dockerfile }) =>
    deployed.map((one) =>
      containerOf(one, { terrain, made, service: name, ...(dockerfile === undefined ? {} : { dockerfile }) }),
    ),
  );
  const containers = [...own, ...foreign.map((one) => containerOf(one, { terrain, made }))];
  const limitRanges = index.ofKind('marks').filter(({ fact }) => fact.marks.includes('limit-range')).length;
  return { containers, images: imagesOf(services, containers, terrain), limitRanges };
}

/** Names of images that get their tag when they are deployed. */
const taggedIn = (index: FactIndex): ReadonlySet<string | undefined> =>
  new Set([
    ...index
      .ofKind('workspace')
      .flatMap(({ fact }) => (fact.tool === 'skaffold' ? fact.projects.map(({ name }) => name) : [])),
    ...index
      .ofKind('kustomization')
      .flatMap(({ fact }) => fact.images.flatMap(({ name, newTag }) => (newTag === undefined ? [] : [name]))),
  ]);

type Around = {
  readonly terrain: Terrain;
  /** Images that a tool builds and tags by itself. */
  readonly made: ReadonlySet<string | undefined>;
  readonly service?: string;
  readonly dockerfile?: string;
};

const declaredAt = (file: string, at: At): Evidence => ({ file, line: at[0], column: at[1], basis: 'declared' });

function containerOf(one: Deployed, { terrain, made, service, dockerfile }: Around): Container {
  const { fact, file, deployment } = one;
  const recipe = recipeOf(one, terrain);
  const built = recipe?.file ?? (dockerfile !== undefined && terrain.dockerfileAt(dockerfile) ? dockerfile : undefined);
  const image = imageOf(one);
  const probes = one.layers.find((layer) => layer.fact.probes.length > 0) ?? { file, fact };
  const security = firstOf(one, securityIn);
  const resources = firstOf(one, resourcesIn);
  return {
    ...(service === undefined ? {} : { service }),
    name: fact.name,
    ...(fact.container === undefined ? {} : { container: fact.container }),
    source: fact.source,
    ...(fact.workload === undefined ? {} : { workload: fact.workload }),
    deployment,
    ...(image ? { image } : {}),
    isBuilt: fact.build !== undefined,
    isTagged: made.has(fact.image?.replace(/[:@][^/]*$/, '')),
    ...(built === undefined ? {} : { dockerfile: built }),
    probes: probes.fact.probes.map(({ kind, check, at }) => ({ kind, check, at: declaredAt(probes.file, at) })),
    ...(security ? { security } : {}),
    ...(resources ? { resources } : {}),
    isOpen: fact.isOpen === true,
    annotations: fact.annotations ?? [],
    command: [...(fact.entrypoint ?? []), ...(fact.command ?? [])],
    evidence: [declaredAt(file, fact.at)],
  };
}

/** The image as it comes out, where it is named. */
function imageOf({ fact, layers, file, written }: Deployed): Container['image'] {
  if (fact.image === undefined) return undefined;
  const layer = layers.find((one) => one.fact.image !== undefined) ?? { file, fact };
  const template = written ?? layer.fact.image ?? fact.image;
  return {
    name: fact.image,
    ...(/\$[({\w]/.test(template) ? { written: template } : {}),
    at: declaredAt(layer.file, layer.fact.imageAt ?? layer.fact.at),
  };
}

const firstOf = <T>({ layers, file, fact }: Deployed, read: (fact: ContainerFact, file: string) => T | undefined) => {
  for (const layer of [...layers, { file, fact }]) {
    const found = read(layer.fact, layer.file);
    if (found !== undefined) return found;
  }
  return undefined;
};

const securityIn = ({ security }: ContainerFact, file: string): Security | undefined =>
  security && {
    ...(security.user === undefined ? {} : { user: security.user }),
    ...(security.nonRoot === undefined ? {} : { nonRoot: security.nonRoot }),
    privileged: security.privileged === true,
    at: declaredAt(file, security.at),
  };

const resourcesIn = ({ resources }: ContainerFact, file: string): Resources | undefined =>
  resources && {
    requests: resources.requests,
    limits: resources.limits,
    isOpen: resources.isOpen === true,
    at: declaredAt(file, resources.at),
  };

function imagesOf(
  services: readonly Addressed[],
  containers: readonly Container[],
  terrain: Terrain,
): readonly Image[] {
  const runBy = new Map<string, Set<string>>();
  const note = (file: string | undefined, service: string | undefined): void => {
    if (file === undefined || service === undefined) return;
    runBy.set(file, (runBy.get(file) ?? new Set()).add(service));
  };
  for (const { dockerfile, service } of containers) note(dockerfile, service);
  for (const { name, dockerfile } of services) note(dockerfile, name);
  return terrain.dockerfiles.flatMap(({ file, fact }) => imageIn(file, fact, [...(runBy.get(file) ?? [])].sort()));
}

function imageIn(file: string, fact: DockerfileFact, services: readonly string[]): readonly Image[] {
  const run = stagesRun(fact);
  const [last] = run;
  if (!last) return [];
  const holder = run.find((stage) => stage.user !== undefined);
  return [
    {
      file,
      services,
      bases: fact.stages.flatMap((stage, index) => baseOf(file, stage, fact.stages.slice(0, index))),
      base: baseImageOf(fact),
      ...(holder?.user === undefined
        ? {}
        : { user: { name: holder.user, at: declaredAt(file, holder.userAt ?? holder.at) } }),
      hasHealthcheck: run.some(({ healthcheck }) => healthcheck),
      start: startOf(fact),
      evidence: [declaredAt(file, last.at)],
    },
  ];
}

const baseOf = (file: string, stage: DockerStage, before: readonly DockerStage[]): Image['bases'] =>
  before.some(({ name }) => name?.toLowerCase() === stage.from.toLowerCase())
    ? []
    : [
        {
          image: stage.from,
          ...(stage.written === undefined ? {} : { written: stage.written }),
          at: declaredAt(file, stage.at),
        },
      ];
