import type { ContainerFact } from '../../model/fact/infrastructure.ts';
import type { ServiceName } from '../../model/model.ts';
import type { Environment, FactIndex, Units } from '../types.ts';
import type { Deployed } from './layers.ts';
import { expandedIn } from './expand.ts';
import { interpolated } from './interpolate.ts';
import { overlaysOf } from './kustomize.ts';
import { linksIn } from './links.ts';
import { plainNameOf } from './names.ts';
import { chartOf, releasesOf } from './releases.ts';
import { stagesRun } from './images.ts';
import type { Terrain } from './terrain.ts';

/** A service as addresses see it. */
export type Addressed = {
  readonly name: ServiceName;
  /** Its folder's and its package's name, which people use as host names too. */
  readonly otherNames: readonly string[];
  readonly deployed: readonly Deployed[];
  readonly dockerfile?: string;
  readonly folder: string;
  readonly environment: Environment;
  readonly modules: readonly string[];
};
export type AddressBook = Units['serviceAt'];

/** This machine, also as containers see it: by name, or as the first address of Docker's own network. */
const itself =
  /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|::1?|\[::1?\]|host\.(?:docker|containers)\.internal|docker\.for\.mac\.localhost|172\.17\.0\.1)$/;

export const isItself = (host: string): boolean => itself.test(host);

/** Who answers where, as every manifest, Dockerfile and `listen` says. */
export function addressBookOf(
  services: readonly Addressed[],
  foreign: readonly Deployed[],
  index: FactIndex,
  terrain: Terrain,
): AddressBook {
  const hosts = hostsOf(services, index);
  const linkOf = linksIn(services);
  const others = new Set(foreign.flatMap(({ fact }) => [fact.name, ...fact.aliases]).map((name) => name.toLowerCase()));
  const published = portsOf(services, (service) =>
    service.deployed.flatMap(({ fact }) => fact.ports.map((port) => port.published)),
  );
  // What code says it listens on is surer than what images and manifests copy from each other.
  const heard = portsOf(services, (service) => heardPortsOf(service, index));
  const own = portsOf(services, (service) => [
    ...heardPortsOf(service, index),
    ...givenPortsOf(service),
    ...openPortsOf(service, terrain),
  ]);
  const near = nearestIn(services);
  const environments = new Map(services.map(({ name, environment }) => [name, environment]));
  const namespaces = namespacesIn(index);
  /** `orders.prod`, where `prod` is a namespace that the manifests know. */
  const inNamespace = (host: string) => {
    const [name = '', namespace = '', ...more] = host.split('.');
    return more.length === 0 && namespaces.has(namespace) ? hosts.get(name) : undefined;
  };
  return (host, port, from) => {
    const name = settled(host, environments.get(from)).toLowerCase().replace(/\.$/, '');
    if (itself.test(name)) {
      if (port === undefined) return undefined;
      return (
        near(published.get(port) ?? new Set(), from) ??
        near(without(heard.get(port), from), from) ??
        near(without(own.get(port), from), from) ??
        near(own.get(port) ?? new Set(), from)
      );
    }
    const link = linkOf(name, from);
    if (link) return link.to;
    const known = hosts.get(name) ?? hosts.get(clusterNameOf(name)) ?? inNamespace(name);
    if (known) return near(known, from);
    return others.has(name) ? undefined : namedLike(name, services);
  };
}

const namespacesIn = (index: FactIndex): ReadonlySet<string> =>
  new Set(
    [
      ...index.ofKind('container').map(({ fact }) => fact.namespace),
      ...index.ofKind('network-name').map(({ fact }) => fact.namespace),
      ...index.ofKind('kustomization').map(({ fact }) => fact.namespace),
    ].filter((name) => name !== undefined),
  );

/** Of several that are called alike, the one that is deployed with the caller. */
function nearestIn(services: readonly Addressed[]) {
  const deployments = new Map(
    services.map((service) => [service.name, new Set(service.deployed.map((one) => one.deployment))]),
  );
  return (names: ReadonlySet<ServiceName>, from: ServiceName): ServiceName | undefined => {
    const [only] = names;
    if (names.size === 1) return only;
    const mine = [...names].filter((name) =>
      [...(deployments.get(name) ?? [])].some((one) => deployments.get(from)?.has(one)),
    );
    return mine.length === 1 ? mine[0] : undefined;
  };
}

/** A gateway's configuration names hosts by variables of its container: `${ORDERS_HOST}`. */
function settled(host: string, environment: Environment | undefined): string {
  if (!host.includes('$')) return host;
  return interpolated(host, (name) => environment?.valuesOf(name).find(({ value }) => value !== undefined)?.value).text;
}

/** `orders.shop.svc.cluster.local`, `orders.shop.svc`, `orders.internal`: the first word is the name. */
const clusterNameOf = (host: string): string =>
  /\.(?:svc(?:\..*)?|local|internal|cluster\.local)$/.test(host) ? host.replace(/\..*$/, '') : host;

function hostsOf(services: readonly Addressed[], index: FactIndex): ReadonlyMap<string, Set<ServiceName>> {
  const hosts = new Map<string, Set<ServiceName>>();
  const add = (host: string, service: ServiceName): void => {
    const key = host.toLowerCase();
    const set = hosts.get(key) ?? new Set();
    hosts.set(key, set.add(service));
  };
  const networks = networkNamesOf(index);
  const overlays = overlaysOf(index);
  for (const { name, deployed } of services)
    for (const one of deployed) {
      const { fact } = one;
      for (const host of fact.source === 'compose' ? [fact.name, ...fact.aliases] : fact.aliases) add(host, name);
      for (const network of networks(one)) {
        const over = overlays.filter(({ files }) => files.has(network.file));
        for (const host of [network.name, ...over.map(({ nameOf }) => nameOf(network.name))]) add(host, name);
      }
    }
  // A name that stands for another, often of another namespace.
  for (const { fact } of index.ofKind('network-name')) {
    const target = fact.externalName === undefined ? undefined : hosts.get(clusterNameOf(fact.externalName));
    for (const service of target ?? []) add(fact.name, service);
  }
  return hosts;
}

type Network = { readonly file: string; readonly name: string };

/** The Kubernetes Services before a container: by its labels, those of charts filled from the chart's values. */
function networkNamesOf(index: FactIndex): (one: Deployed) => readonly Network[] {
  const all = index.ofKind('network-name').map(({ file, fact }) => ({ file, fact, chart: chartOf(file) }));
  const releases = releasesOf(index);
  const workloads = new Map<string, Set<string>>();
  for (const { file, fact } of index.ofKind('container')) {
    const chart = chartOf(file);
    if (chart !== undefined) workloads.set(chart, (workloads.get(chart) ?? new Set()).add(fact.name));
  }
  const byChart = Map.groupBy(all, ({ chart }) => chart);
  const plain = Map.groupBy(byChart.get(undefined) ?? [], ({ fact }) => Object.entries(fact.selector)[0]?.join('='));
  return (one) => {
    const { chart: own, fact: container, deployment } = one;
    if (!own)
      return Object.entries(container.labels)
        .flatMap((label) => plain.get(label.join('=')) ?? [])
        .filter(({ fact }) => isFronting(fact.selector, container))
        .map(({ file, fact }) => ({ file, name: fact.name }));
    const values = releases(own.folder).find((release) => release.deployment === deployment)?.values ?? new Map();
    const text = (value: string): string => interpolated(value, own.fill).text.replace(/^-+|-+$/g, '');
    return (byChart.get(own.folder) ?? []).flatMap(({ file, fact }) => {
      // A selector that is included as a whole says nothing here; with one workload there is no choice.
      const isOnly = Object.keys(fact.selector).length === 0 && workloads.get(own.folder)?.size === 1;
      return expandedIn(fact, values).flatMap((item): readonly Network[] => {
        const selector = Object.fromEntries(Object.entries(item.selector).map(([key, value]) => [key, text(value)]));
        return isOnly || isFronting(selector, container) ? [{ file, name: text(item.name) }] : [];
      });
    });
  };
}

const isFronting = (selector: Readonly<Record<string, string>>, { source, labels }: ContainerFact): boolean => {
  const wanted = Object.entries(selector);
  return source !== 'compose' && wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
};

function portsOf(
  services: readonly Addressed[],
  ports: (service: Addressed) => readonly (number | undefined)[],
): ReadonlyMap<number, Set<ServiceName>> {
  const map = new Map<number, Set<ServiceName>>();
  for (const service of services)
    for (const port of ports(service)) {
      if (port === undefined) continue;
      const set = map.get(port) ?? new Set();
      map.set(port, set.add(service.name));
    }
  return map;
}

/** The ports that the code of a service says it listens on. */
const heardPortsOf = ({ modules, environment }: Addressed, index: FactIndex): readonly number[] =>
  modules
    .flatMap((file) => index.inFile(file, 'listen'))
    .flatMap(({ ports, variables = [] }) => [
      ...ports,
      ...variables.flatMap((name) => environment.valuesOf(name).map(({ value }) => Number(value))),
    ])
    .filter(isPort);

/** The ports that its variables give it. */
function givenPortsOf({ name, environment }: Addressed): readonly number[] {
  const mine = new RegExp(
    `^(?:(?:APP|HTTP|SERVER|SERVICE|TCP|GRPC|API|NODE|LISTEN|REST|${plainNameOf(name).toUpperCase()}(?:_SERVICE|_API)?)_)?PORT$`,
  );
  return environment
    .names()
    .filter((variable) => mine.test(variable))
    .flatMap((variable) => environment.valuesOf(variable).map(({ value }) => Number(value)))
    .filter(isPort);
}

/** The ports that the image and the manifests open. */
function openPortsOf({ deployed, dockerfile }: Addressed, terrain: Terrain): readonly number[] {
  const fact = dockerfile === undefined ? undefined : terrain.dockerfileAt(dockerfile);
  const exposed = fact ? stagesRun(fact).flatMap((stage) => stage.expose) : [];
  return [...exposed, ...deployed.flatMap(({ fact: one }) => one.ports.map((port) => port.container))].filter(isPort);
}

const isPort = (port: number): boolean => Number.isInteger(port) && port > 0;

const without = (names: ReadonlySet<ServiceName> | undefined, name: ServiceName): ReadonlySet<ServiceName> =>
  new Set([...(names ?? [])].filter((other) => other !== name));

/** A host of one word that is called like one service, where no manifest says otherwise. */
function namedLike(host: string, services: readonly Addressed[]): ServiceName | undefined {
  if (host.includes('.') || plainNameOf(host).length < 3) return undefined;
  const exact = services.filter(({ name, otherNames }) =>
    [name, ...otherNames].some((other) => other.toLowerCase() === host),
  );
  if (exact.length > 0) return exact.length === 1 ? exact[0]?.name : undefined;
  const alike = services.filter(({ name, otherNames }) =>
    [name, ...otherNames].some((other) => plainNameOf(other) === plainNameOf(host)),
  );
  return alike.length === 1 ? alike[0]?.name : undefined;
}
