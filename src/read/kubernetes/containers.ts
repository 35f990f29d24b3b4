import { own } from '../../model/own.ts';
import type { EnvEntry } from '../../model/fact/env.ts';
import type {
  ContainerFact,
  PortFact,
  ProbeFact,
  ResourcesFact,
  SecurityFact,
} from '../../model/fact/infrastructure.ts';
import { given } from '../reader.ts';
import { countIn } from '../tree/count.ts';
import { masked } from '../secrets.ts';
import { below, entriesOf, itemsOf, numberOf, recordOf, textAt, textOf, textsOf, type Tree } from '../tree/tree.ts';

type Workload = NonNullable<ContainerFact['workload']>;
const workloads: Readonly<Record<string, Workload>> = {
  Deployment: 'Deployment',
  StatefulSet: 'StatefulSet',
  DaemonSet: 'DaemonSet',
  Job: 'Job',
  CronJob: 'CronJob',
  Pod: 'Pod',
  ReplicaSet: 'ReplicaSet',
  Rollout: 'Rollout',
  DeploymentConfig: 'Deployment',
};

/** The containers of a workload; `name` is the workload's. Sidecars count; containers that only initialise do not. */
export function containersOf(tree: Tree, kind: string, source: ContainerFact['source']): readonly ContainerFact[] {
  const isKnative = kind === 'Service' && textAt(tree, 'apiVersion')?.startsWith('serving.knative.dev') === true;
  const workload = isKnative ? 'Deployment' : own(workloads, kind);
  const pod = podOf(tree, kind);
  if (!workload || !pod) return [];
  const metadata = below(tree, 'metadata');
  const name = textAt(metadata, 'name') ?? textAt(metadata, 'generateName') ?? '';
  const labels = { ...recordOf(below(metadata, 'labels')), ...recordOf(below(pod.template, 'metadata', 'labels')) };
  const namespace = textAt(metadata, 'namespace');
  // Dapr calls an application by the id in this annotation, wherever it runs.
  const dapr = recordOf(below(pod.template, 'metadata', 'annotations'))['dapr.io/app-id'];
  return itemsOf(below(pod.spec, 'containers')).map((item) => ({
    ...containerOf(item),
    kind: 'container' as const,
    source,
    name,
    workload,
    labels,
    ...given('namespace', namespace),
    aliases: [...(isKnative ? [name] : []), ...(dapr === undefined ? [] : [dapr])],
    volumes: volumesOf(pod.spec),
    ...given('security', securityOf(below(item, 'securityContext'), below(pod.spec, 'securityContext'))),
    ...given('annotations', annotationsOf(pod.template)),
    ...given('replicas', countIn(below(tree, 'spec', 'replicas'))),
  }));
}

type Pod = { readonly template: Tree | undefined; readonly spec: Tree };

function podOf(tree: Tree, kind: string): Pod | undefined {
  const spec = below(tree, 'spec');
  if (kind === 'Pod') return spec && { template: tree, spec };
  const template = kind === 'CronJob' ? below(spec, 'jobTemplate', 'spec', 'template') : below(spec, 'template');
  const inner = below(template, 'spec');
  return inner && { template, spec: inner };
}

type Own = Omit<ContainerFact, 'kind' | 'source' | 'name' | 'labels' | 'aliases' | 'volumes'>;

const containerOf = (tree: Tree): Own => ({
  ...given('container', textAt(tree, 'name')),
  ...given('image', textAt(tree, 'image')),
  ...given('imageAt', below(tree, 'image')?.at),
  ...given('resources', resourcesOf(tree)),
  ...given('command', textsIn(below(tree, 'args'))),
  ...given('entrypoint', textsIn(below(tree, 'command'))),
  ...given('workingDir', textAt(tree, 'workingDir')),
  env: itemsOf(below(tree, 'env')).flatMap((item) => envEntryOf(item) ?? []),
  envFiles: [],
  envFrom: itemsOf(below(tree, 'envFrom')).flatMap((item) => envSourceOf(item) ?? []),
  ports: itemsOf(below(tree, 'ports')).flatMap((item) => portOf(item) ?? []),
  dependsOn: [],
  profiles: [],
  probes: probesOf(tree),
  at: tree.at,
});

/** A template that prints a whole mapping leaves its key empty. */
function resourcesOf(tree: Tree): ResourcesFact | undefined {
  const found = below(tree, 'resources');
  if (!found) return undefined;
  const parts = [found, below(found, 'requests'), below(found, 'limits')];
  const isOpen = parts.some((part) => part !== undefined && (part.kind !== 'map' || holdsTemplate(part)));
  const names = (key: string) => entriesOf(below(found, key)).map(([name]) => name);
  return {
    requests: names('requests'),
    limits: names('limits'),
    ...(isOpen ? { isOpen: true } : {}),
    at: found.at,
  };
}
const holdsTemplate = (tree: Tree): boolean => entriesOf(tree).some(([name]) => name.startsWith('$('));

/** A container's own word counts before its pod's. */
function securityOf(own: Tree | undefined, pod: Tree | undefined): SecurityFact | undefined {
  const place = own ?? pod;
  if (!place) return undefined;
  const text = (name: string) => textAt(own, name) ?? textAt(pod, name);
  const nonRoot = text('runAsNonRoot');
  return {
    ...given('user', text('runAsUser')),
    ...(nonRoot === 'true' || nonRoot === 'false' ? { nonRoot: nonRoot === 'true' } : {}),
    ...(textAt(own, 'privileged') === 'true' ? { privileged: true } : {}),
    at: place.at,
  };
}

function annotationsOf(template: Tree | undefined): readonly string[] | undefined {
  const names = entriesOf(below(template, 'metadata', 'annotations')).map(([name]) => name);
  return names.length > 0 ? names : undefined;
}

const textsIn = (tree: Tree | undefined): readonly string[] | undefined =>
  tree?.kind === 'list' ? textsOf(tree) : undefined;

/** One entry of a container's `env`, however its value is given. */
export function envEntryOf(item: Tree | undefined): EnvEntry | undefined {
  if (!item) return undefined;
  const name = textAt(item, 'name');
  if (name === undefined || textAt(item, '$patch') === 'delete') return undefined;
  const value = textAt(item, 'value');
  if (value !== undefined) return { name, value: masked(name, value), at: item.at };
  const [source, reference] = entriesOf(below(item, 'valueFrom'))[0] ?? [];
  const kind = source === 'secretKeyRef' ? 'secret' : source === 'configMapKeyRef' ? 'configmap' : 'field';
  if (!reference) return { name, at: item.at };
  const from = textAt(reference.value, 'name') ?? textAt(reference.value, 'fieldPath') ?? '';
  return { name, from: { kind, name: from, ...given('key', textAt(reference.value, 'key')) }, at: item.at };
}

function envSourceOf(item: Tree): ContainerFact['envFrom'][number] | undefined {
  const prefix = textAt(item, 'prefix');
  for (const [field, kind] of [
    ['configMapRef', 'configmap'],
    ['secretRef', 'secret'],
  ] as const) {
    const name = textAt(item, field, 'name');
    if (name !== undefined) return { kind, name, ...given('prefix', prefix) };
  }
  return undefined;
}

function portOf(item: Tree): PortFact | undefined {
  const container = numberOf(below(item, 'containerPort'));
  if (container === undefined) return undefined;
  return {
    container,
    ...given('published', numberOf(below(item, 'hostPort'))),
    ...given('name', textAt(item, 'name')),
  };
}

function probesOf(tree: Tree): readonly ProbeFact[] {
  return (['liveness', 'readiness', 'startup'] as const).flatMap((kind) => {
    const probe = below(tree, `${kind}Probe`);
    return probe ? [{ kind, check: checkOf(probe), at: probe.at }] : [];
  });
}

function checkOf(probe: Tree): string {
  const path = textAt(probe, 'httpGet', 'path');
  if (path !== undefined) return `GET ${path}`;
  const command = textsOf(below(probe, 'exec', 'command')).join(' ');
  if (command !== '') return command;
  if (below(probe, 'grpc')) return `grpc ${textAt(probe, 'grpc', 'service') ?? ''}`.trim();
  return below(probe, 'tcpSocket') ? 'tcp' : 'http';
}

const volumesOf = (spec: Tree): readonly string[] =>
  itemsOf(below(spec, 'volumes')).flatMap(
    (item) => textOf(below(item, 'persistentVolumeClaim', 'claimName')) ?? textAt(item, 'configMap', 'name') ?? [],
  );
