import type { FactOf } from '../../model/fact.ts';
import type { ServiceName } from '../../model/model.ts';
import type { FactIndex, Units } from '../types.ts';
import { isItself, type Addressed } from './addresses.ts';
import type { RouteFiles } from './gateways.ts';

type Places = Pick<Units, 'ownersOf' | 'environmentOf' | 'serviceAt'> & { readonly services: readonly Addressed[] };

/** Resolves routes: which gateway has them, and which services they lead to. */
export function routesIn(places: Places, routeFiles: RouteFiles, index: FactIndex): Units['routesOf'] {
  const given = new Map<string, Set<ServiceName>>();
  for (const { name, deployed } of places.services)
    for (const file of deployed.flatMap(routeFiles)) given.set(file, (given.get(file) ?? new Set()).add(name));
  const upstreams = Map.groupBy(index.ofKind('upstream'), ({ fact }) => fact.name);
  return (file, fact) => {
    const gateways = gatewaysOf(file, fact, given, places);
    return (gateways.length > 0 ? gateways : [undefined]).flatMap((gateway) => {
      const environment = gateway === undefined ? undefined : places.environmentOf(gateway);
      const targets = filledIn(fact.target, environment).flatMap((target) => {
        const named = upstreams.get(hostOf(target).host ?? '');
        return named
          ? named.flatMap((one) => one.fact.targets.flatMap((inner) => filledIn(inner, environment)))
          : [target];
      });
      const reached = targets.flatMap((target) => {
        const { host, port } = hostOf(target);
        if (host === undefined) return [];
        // Nothing says who listens on that port of this machine, but the configuration says who it is meant to be.
        const named = isItself(host) ? places.services.find(({ name }) => name === fact.name)?.name : undefined;
        return places.serviceAt(host, port, gateway ?? '') ?? named ?? [];
      });
      return [...new Set(reached)].flatMap((to) =>
        to === gateway ? [] : [{ to, ...(gateway === undefined ? {} : { gateway }) }],
      );
    });
  };
}

/** Who is given the file; who is called like the route says; who owns the file. An Ingress is nobody's. */
function gatewaysOf(
  file: string,
  fact: FactOf<'route'>,
  given: ReadonlyMap<string, ReadonlySet<ServiceName>>,
  { services, ownersOf }: Places,
): readonly ServiceName[] {
  if (fact.via === 'ingress') return [];
  const named = services.find(({ name }) => name === fact.gateway);
  if (named) return [named.name];
  const owner = ownersOf(file)[0]?.name;
  const holders = given.get(file);
  // An image that takes in the whole workspace takes in the configuration of its gateway, too.
  if (holders) return owner !== undefined && holders.has(owner) ? [owner] : [...holders];
  // A file of a configuration server says for whom it is; if that is nobody here, it is not the server's own either.
  if (fact.gateway !== undefined) return [];
  return services.some(({ name }) => name === owner) && owner !== undefined ? [owner] : [];
}

/** `http://${ORDERS_HOST}:80` with every value that the gateway's environment gives. */
function filledIn(target: string, environment: ReturnType<Units['environmentOf']> | undefined): readonly string[] {
  const [whole, name] = /\$\{?([A-Za-z_]\w*)\}?/.exec(target) ?? [];
  if (whole === undefined || name === undefined || !environment) return [target];
  const values = environment.valuesOf(name).flatMap(({ value }) => value ?? []);
  if (values.length === 0) return [target];
  return [...new Set(values)].slice(0, 10).flatMap((value) =>
    filledIn(
      target.replace(whole, () => value),
      environment,
    ),
  );
}

const hostOf = (target: string): { readonly host?: string; readonly port?: number } => {
  const [, host, port] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/:\s]+)(?::(\d+))?/i.exec(target) ?? [];
  return { ...(host === undefined ? {} : { host }), ...(port === undefined ? {} : { port: Number(port) }) };
};
