import type { Evidence } from '../../model/evidence.ts';
import type { Container, Deployment, Image, Resources, Security } from '../../model/deployment.ts';
import type { ContainerFact } from '../../model/fact/infrastructure.ts';
import type { DockerfileFact, DockerStage } from '../../model/fact/dockerfile.ts';
import type { At } from '../../model/fact/module.ts';
import { startsOf } from '../code/traits.ts';
import type { FactIndex } from '../types.ts';
import type { Addressed } from './addresses.ts';
import { baseImageOf, stagesRun, startOf } from './images.ts';
import type { Deployed } from './layers.ts';
import { programsOf } from './programs.ts';
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
  const ground = { terrain, index, made };
  const own = services.flatMap(({ name, deployed, folder, dockerfile }) =>
    deployed.map((one) =>
      containerOf(one, { ...ground, service: name, folder, ...(dockerfile === undefined ? {} : { dockerfile }) }),
    ),
  );
  const containers = [...own, ...foreign.map((one) => containerOf(one, ground))];
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
  readonly index: FactIndex;
  /** Of the service that it runs. */
  readonly folder?: string;
  /** Images that a tool builds and tags by itself. */
  readonly made: ReadonlySet<string | undefined>;
  readonly service?: string;
  readonly dockerfile?: string;
};

const declaredAt = (file: string, at: At): Evidence => ({ file, line: at[0], column: at[1], basis: 'declared' });

function containerOf(one: Deployed, around: Around): Container {
  const { terrain, made, service, dockerfile } = around;
  const { fact, file, deployment } = one;
  const recipe = recipeOf(one, terrain);
  const built = recipe?.file ?? (dockerfile !== undefined && terrain.dockerfileAt(dockerfile) ? dockerfile : undefined);
  const image = imageOf(one);
  const probes = one.layers.find((layer) => layer.fact.probes.length > 0) ?? { file, fact };
  const security = firstOf(one, securityIn);
  const resources = firstOf(one, resourcesIn);
  const replicas = firstOf(one, replicasIn);
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
    ...(replicas ? { replicas } : {}),
    isOpen: fact.isOpen === true,
    annotations: fact.annotations ?? [],
    programs: sideBySideIn(one, built, around),
    command: commandOf(fact),
    evidence: [declaredAt(file, fact.at)],
  };
}

const commandOf = ({ entrypoint, command }: ContainerFact): readonly string[] => [
  ...(entrypoint ?? []),
  ...(command ?? []),
];

const begunIn = (file: string, index: FactIndex): Container['programs'][number] => {
  const module = index.moduleIn(file);
  const [at] = module ? startsOf(file, module) : [];
  return at ? { file, at } : { file };
};

/** Followed from the folder of the service, or from the one the image is built from. */
function sideBySideIn(one: Deployed, dockerfile: string | undefined, around: Around): Container['programs'] {
  const { terrain, folder } = around;
  const docker = dockerfile === undefined ? undefined : terrain.dockerfileAt(dockerfile);
  const own = commandOf(one.fact);
  const command = own.length > 0 ? own : docker ? startOf(docker, one.fact.build?.target) : [];
  const context = recipeOf(one, terrain)?.context;
  const folders = new Set([folder, context, ''].filter((path) => path !== undefined));
  for (const from of command.length > 0 ? folders : []) {
    const programs = programsOf(command, from, around);
    if (programs.length > 1) return programs.map((file) => begunIn(file, around.index));
  }
  return [];
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

const replicasIn = ({ replicas }: ContainerFact, file: string): Container['replicas'] =>
  replicas && { count: replicas.count, at: declaredAt(file, replicas.at) };

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
