import { defineRule, grouped, indexOf, operationsOf, unique } from '../../src/lint/kit.ts';
import { isNonEmpty, type Evidence } from '../../src/model/evidence.ts';
import type { Model, Operation, Service } from '../../src/model/model.ts';
import type { ProtoService } from '../../src/model/contract.ts';
import { forwards, hasVersion, isOpen, isVersionedName, pathOf, routesOf } from './routes.ts';

/** Something that callers address, without a version in its name. */
type Bare = { readonly name: string; readonly at: Evidence };

export default defineRule({
  id: 'unversioned-api',
  group: 'contracts',
  tier: 'local-absence',
  summary: 'An API that others call carries a version.',
  why: 'Services are released one by one, so for a while old callers meet a new API. Without a version in its name the first incompatible change has nowhere to go: either every caller is released in the same minute, or some of them fail with errors that no test of theirs has seen.',
  decided:
    'For each service that answers HTTP or gRPC: the paths of its routes, with all prefixes they are mounted under, and the packages of its contracts. It is violated where none of them carries a version and nothing takes the version from a header, the media type or elsewhere in the request. One finding for each service.',
  notReported: [
    'health, metrics, documentation, webhooks and callbacks that a third party dictates',
    'front ends and pages',
    'GraphQL, which evolves by adding fields and deprecating them, and the few routes beside it',
    'messages and requests over a broker: the name of a channel is no API by itself',
    'services that are reached under a versioned path of a gateway only, which takes the version off',
    'services of which some routes carry a version',
    'grpc.health.v1 and other standard services: they neither count as a version nor are reported',
    'a prefix that could not be told, and RPCs whose contract is not in the workspace: undecided',
  ],
  remedy:
    'Put the major version into the path (`/v1/orders`) or the package (`orders.v1`) now, while there is only one; in Nest, `app.enableVersioning({ type: VersioningType.URI, defaultVersion: "1" })`',
  looksAt: 'route',
  sources: [
    'Buf, Style guide: package names carry a version',
    'Google, API Improvement Proposals: AIP-185, API versioning',
    'Newman, Building Microservices, 2nd edition, chapter 5: Handling change between microservices',
    'NestJS documentation: Versioning',
  ],
  messages: {
    bare: ({ service, first, more }: { service: string; first: string; more: number }) =>
      `No version in the API of ${service}: ${first}${more > 0 ? ` and ${more} more` : ''}`,
  },
  *check(model, say) {
    for (const service of model.services) {
      if (service.kind === 'frontend' || service.kind === 'job') continue;
      const routes = bareRoutes(model, service);
      const open = routes.find(({ name }) => isOpen(name.slice(name.indexOf(' ') + 1)));
      if (open) {
        yield { undecided: `the prefix of ${open.name}`, at: open.at, services: [service.name] };
        continue;
      }
      const found = [...bareContracts(model, service), ...routes];
      const unknown = found.length === 0 ? withoutContract(model, service) : undefined;
      if (unknown) {
        const undecided = `the package of ${unknown.name.split('/')[0] ?? ''}`;
        yield { undecided, at: unknown.evidence[0], services: [service.name] };
      }
      if (!isNonEmpty(found)) continue;
      const [first, ...rest] = found;
      yield say(
        'bare',
        { service: service.name, first: first.name, more: rest.length },
        {
          at: first.at,
          related: rest.slice(0, 5).map(({ name, at }) => ({ ...at, note: name })),
          services: [service.name],
          subject: [service.name],
          detail: 'No path, package, header or media type tells callers which version they speak to.',
          proof: found.slice(0, 12).map(({ name, at }) => ({ about: 'without a version', text: name, at })),
        },
      );
    }
  },
});

/** The routes of a service, where none of them has a version and no gateway puts one in front. */
function bareRoutes(model: Model, { name }: Service): readonly Bare[] {
  const routes = routesOf(model).get(name) ?? [];
  if (isMainlyGraphql(model, name, routes.length)) return [];
  const isVersioned = routes.some((route) => hasVersion(pathOf(route))) || versioned(model).has(name);
  if (isVersioned || isVersionedAtTheEdge(model, name)) return [];
  return routes.map((route) => ({ name: route.name, at: route.evidence[0] }));
}

/** A few routes beside a GraphQL API, for logging in and files, are not what others program against. */
const isMainlyGraphql = (model: Model, name: string, routes: number): boolean =>
  (graphqlOf(model).get(name) ?? 0) > routes;

const graphqlOf = indexOf((model) => {
  const counts = new Map<string, number>();
  for (const { service, protocol } of model.operations)
    if (protocol === 'graphql') counts.set(service, (counts.get(service) ?? 0) + 1);
  return counts;
});

const callersOf = indexOf((model) => {
  const callers = new Map<string, Set<Operation>>();
  for (const operation of model.operations)
    for (const effect of operation.effects)
      if (effect.kind === 'call' && effect.to !== undefined && effect.to !== operation.service)
        callers.set(effect.to, (callers.get(effect.to) ?? new Set()).add(operation));
  return callers;
});

const versioned = indexOf(({ contracts }) => new Set(contracts.versioned.map(({ service }) => service)));
const frontsOf = indexOf(({ contracts }) =>
  grouped(contracts.fronts.map(({ service, path }) => [service, path] as const)),
);

/** Everybody who reaches the service comes through a route that carries a version. */
function isVersionedAtTheEdge(model: Model, name: string): boolean {
  const fronts = frontsOf(model).get(name) ?? [];
  const callers = [...(callersOf(model).get(name) ?? [])];
  const passed = [...fronts, ...callers.filter(forwards).map(pathOf)];
  return passed.length > 0 && passed.every(hasVersion) && callers.every(forwards);
}

/** The contracts that a service serves, where neither package nor name has a version. */
const bareContracts = (model: Model, { name }: Service): readonly Bare[] => {
  const served = servedBy(model, name);
  if (served.some(({ service }) => isVersionedName(service.name))) return [];
  return served.map(({ service, of }) => ({
    name: of === '' ? `gRPC ${service.name}, in no package` : `gRPC package ${of} (${lastPart(service.name)})`,
    at: service.evidence[0],
  }));
};

const servedBy = (model: Model, name: string): readonly { readonly service: ProtoService; readonly of: string }[] => {
  const seen = new Set<string>();
  return (protosServedBy(model).get(name) ?? []).filter(({ service }) => {
    if (service.name.startsWith('grpc.') || seen.has(service.name)) return false;
    seen.add(service.name);
    return true;
  });
};

const protosServedBy = indexOf(({ contracts }) =>
  grouped(
    contracts.protos.flatMap(({ package: of, services }) =>
      services.flatMap((service) => unique(service.servedBy).map((name) => [name, { service, of }] as const)),
    ),
  ),
);

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** An RPC whose contract is nowhere in the workspace, so that its package cannot be told. */
const withoutContract = (model: Model, { name }: Service): Operation | undefined =>
  operationsOf(model, name).find(
    (operation) =>
      operation.protocol === 'grpc' &&
      !isVersionedName(operation.name.split('/')[0] ?? '') &&
      !operation.name.startsWith('grpc.') &&
      servedBy(model, name).length === 0,
  );
