import type { Evidence } from '../model/evidence.ts';
import type { Exposure } from '../model/exposure.ts';
import type { ContainerFact } from '../model/fact/infrastructure.ts';
import type { At } from '../model/fact/module.ts';
import type { FactIndex, Units } from './types.ts';

const declaredAt = (file: string, at: At): Evidence => ({ file, line: at[0], column: at[1], basis: 'declared' });

const DEBUG = /debug|dev|local|test|tool|override/i;

/** What is started with a watcher or a debugger runs on a developer’s machine. */
const WATCHES = /(?:^|[\s:/])(?:dev|develop(?:ment)?|debug|watch|nodemon|ts-node-dev)(?:$|\s)|--(?:watch|inspect)/;
const isForDevelopers = ({ profiles, build, entrypoint = [], command = [] }: ContainerFact): boolean =>
  profiles.some((profile) => DEBUG.test(profile)) ||
  [build?.target ?? '', [...entrypoint, ...command].join(' ')].some((text) => WATCHES.test(text));

/** Ports of the host that compose files open to the containers of a service. */
const hostPorts = (units: Units): readonly Exposure[] =>
  units.services.flatMap(({ name }) =>
    units.containersOf(name).flatMap(({ file, fact }): readonly Exposure[] => {
      if (fact.source !== 'compose') return [];
      const isForDebugging = isForDevelopers(fact) || DEBUG.test(file.replace(/^.*\//, ''));
      return fact.ports
        .filter((port) => port.published !== undefined && !port.isLocal)
        .map((port) => ({
          service: name,
          how: 'host port',
          what: String(port.published),
          source: 'compose',
          isForDebugging,
          evidence: port.at ? declaredAt(port.file ?? file, port.at) : declaredAt(file, fact.at),
        }));
    }),
  );

/** Kubernetes Services that nodes or a load balancer of the cloud open to the outside. */
const openServices = (units: Units, index: FactIndex): readonly Exposure[] =>
  index.ofKind('network-name').flatMap(({ file, fact }): readonly Exposure[] => {
    const { type, name, ports, at } = fact;
    if (type !== 'NodePort' && type !== 'LoadBalancer') return [];
    const service = units.serviceAt(name, ports[0]?.port, '');
    if (service === undefined) return [];
    const what = ports.map(({ port, nodePort }) => nodePort ?? port).join(', ');
    const isForDebugging = DEBUG.test(file);
    return [{ service, how: type, what, source: 'kubernetes', isForDebugging, evidence: declaredAt(file, at) }];
  });

/** Paths of an Ingress that lead to a service. */
const ingresses = (units: Units, index: FactIndex): readonly Exposure[] =>
  index.ofKind('route').flatMap(({ file, fact }): readonly Exposure[] =>
    fact.of === 'Ingress' || fact.of === 'IngressRoute'
      ? units.routesOf(file, fact).map(({ to }) => ({
          service: to,
          how: 'Ingress',
          what: fact.path,
          source: 'kubernetes',
          isForDebugging: DEBUG.test(file),
          evidence: declaredAt(file, fact.at),
        }))
      : [],
  );

/** Every way into the services from outside that manifests open. */
export const exposureOf = (units: Units, index: FactIndex): readonly Exposure[] => {
  const all = [...hostPorts(units), ...openServices(units, index), ...ingresses(units, index)];
  const byPlace = new Map(
    all.map((one) => [`${one.service} ${one.evidence.file}:${one.evidence.line} ${one.what}`, one]),
  );
  return [...byPlace.values()];
};
