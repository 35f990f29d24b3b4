import type { ContainerFact } from '../../model/fact/infrastructure.ts';
import type { ServiceName } from '../../model/model.ts';
import type { Environment, FactIndex, Units } from '../types.ts';
import type { Deployed } from './deployed.ts';
import { interpolated } from './interpolate.ts';
import { plainNameOf } from './names.ts';
import { chartFillOf, chartOf } from './settings.ts';
import { stagesRun } from './images.ts';
import type { Terrain } from './terrain.ts';

/** A service as addresses see it. */
export type Addressed = {
  readonly name: ServiceName;
  /** Its folder's and its package's name, which people use as host names too. */
  readonly otherNames: readonly string[];
  readonly deployed: readonly Deployed[];
  readonly dockerfile?: string;
  readonly environment: Environment;
  readonly modules: readonly string[];
};
export type AddressBook = Units['serviceAt'];

const itself =
  /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|::1?|\[::1?\]|host\.docker\.internal|docker\.for\.mac\.localhost)$/;

/** Who answers where, as every manifest, Dockerfile and `listen` says. */
export function addressBookOf(
  services: readonly Addressed[],
  foreign: readonly Deployed[],
  index: FactIndex,
  terrain: Terrain,
): AddressBook {
  const hosts = hostsOf(services, index);
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
  const deployments = new Map(
    services.map((service) => [service.name, new Set(service.deployed.map((one) => one.deployment))]),
  );
  const near = (names: ReadonlySet<ServiceName>, from: ServiceName): ServiceName | undefined => {
    const [only] = names;
    if (names.size === 1) return only;
    const mine = [...names].filter((name) =>
      [...(deployments.get(name) ?? [])].some((one) => deployments.get(from)?.has(one)),
    );
    return mine.length === 1 ? mine[0] : undefined;
  };
  const environments = new Map(services.map(({ name, environment }) => [name, environment]));
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
    const known = hosts.get(name) ?? hosts.get(clusterNameOf(name));
    if (known) return near(known, from);
    return others.has(name) ? undefined : namedLike(name, services);
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
  const networkNames = networkNamesOf(index);
  for (const { name, deployed } of services)
    for (const { fact } of deployed) {
      for (const host of fact.source === 'compose' ? [fact.name, ...fact.aliases] : fact.aliases) add(host, name);
      for (const { fact: network } of networkNames) if (isFronting(network.selector, fact)) add(network.name, name);
    }
  return hosts;
}

/** Kubernetes Services, those of charts filled from the chart's values. */
const networkNamesOf = (index: FactIndex) =>
  index.ofKind('network-name').map(({ file, fact }) => {
    const chart = chartOf(file);
    if (chart === undefined) return { fact };
    const lookup = chartFillOf(chart, index);
    const text = (value: string): string => interpolated(value, lookup).text.replace(/^-+|-+$/g, '');
    const selector = Object.fromEntries(Object.entries(fact.selector).map(([key, value]) => [key, text(value)]));
    return { fact: { ...fact, name: text(fact.name), selector } };
  });

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
const heardPortsOf = ({ modules }: Addressed, index: FactIndex): readonly number[] =>
  modules.flatMap((file) => index.inFile(file, 'listen').flatMap(({ ports }) => ports)).filter(isPort);

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
