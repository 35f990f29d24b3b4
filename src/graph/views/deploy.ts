import type { Place } from '../../model/evidence.ts';
import { mask } from '../../model/mask.ts';
import type { Container } from '../../model/deployment.ts';
import type { Model } from '../../model/model.ts';
import type { View, ViewGroup, ViewNode } from '../types.ts';
import { idOfService, linesOf, nodeOf, placesOf, serviceNodes, sortedBy, titleOf, type Strand } from './parts.ts';

/** What runs where: every container of every manifest, the image it runs, and the Dockerfile that builds it. */
export function deployView(model: Model): View {
  const containers = sortedBy(model.deployment.containers, containerId);
  const deployments = [...new Set(containers.map(({ deployment }) => deployment))].sort();
  const built = new Set(containers.map(({ dockerfile }) => dockerfile));
  const images = sortedBy(model.deployment.images, ({ file }) => file).filter(
    ({ file, services }) => built.has(file) || services.length > 0,
  );
  const deployed = new Set(containers.map(({ service }) => service));
  const nodes = [
    ...serviceNodes(model).map((node) => ({ ...node, offers: [] })),
    ...containers.map(containerNode),
    ...images.map(({ file, base, evidence }) =>
      nodeOf({
        id: imageId(file),
        kind: 'image',
        name: file,
        more: [`from ${mask(base)}`],
        path: file,
        evidence: placesOf(evidence),
      }),
    ),
  ];
  return {
    id: 'deploy',
    name: model.name,
    title: titleOf('deploy', model),
    nodes: [...new Map(nodes.map((node) => [node.id, node])).values()],
    groups: deployments.map((name): ViewGroup => ({ id: `deployment:${name}`, kind: 'deployment', name })),
    lines: linesOf([
      ...containers.flatMap(strandsOf),
      ...images.flatMap(({ file, services, evidence }) =>
        services
          .filter((name) => !containers.some(({ service, dockerfile }) => service === name && dockerfile === file))
          .map((name): Strand => runs(idOfService(name), imageId(file), placesOf(evidence))),
      ),
    ]),
    findings: [],
    unresolved: [],
    notes: model.services
      .filter(({ name, kind }) => kind !== 'frontend' && !deployed.has(name))
      .map(({ name }) => `No manifest here runs ${name}.`)
      .toSorted(),
  };
}

const imageId = (file: string): string => `image:${file}`;
const containerId = ({ deployment, name, container }: Container): string =>
  `container:${deployment}/${name}${container === undefined || container === name ? '' : `/${container}`}`;

function containerNode(one: Container): ViewNode {
  const { deployment, name, container, image, replicas, workload, isBuilt, dockerfile, evidence } = one;
  const written = image?.written ?? image?.name;
  const says = written ?? (dockerfile === undefined && isBuilt ? 'built in place' : undefined);
  return nodeOf({
    id: containerId(one),
    kind: 'container',
    name: container === undefined || container === name ? name : `${name}/${container}`,
    more: [
      ...(workload === undefined ? [] : [workload]),
      ...(replicas === undefined ? [] : [replicas.count === 1 ? '1 replica' : `${replicas.count} replicas`]),
      ...(says === undefined ? [] : [mask(says)]),
    ],
    group: `deployment:${deployment}`,
    evidence: placesOf(replicas ? [...evidence, replicas.at] : evidence),
  });
}

function strandsOf(one: Container): readonly Strand[] {
  const places = placesOf(one.evidence);
  return [
    ...(one.service === undefined ? [] : [runs(idOfService(one.service), containerId(one), places)]),
    ...(one.dockerfile === undefined ? [] : [runs(containerId(one), imageId(one.dockerfile), places)]),
  ];
}

const runs = (from: string, to: string, evidence: readonly Place[]): Strand => ({
  from,
  to,
  kind: 'runs',
  operation: { name: '', protocol: 'runs', evidence },
});
