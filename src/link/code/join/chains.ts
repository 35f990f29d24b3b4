import type { Evidence } from '../../../model/evidence.ts';
import type { Chain, Effect, Operation, Service } from '../../../model/model.ts';
import { askedBy, isPassedOn, routeBehindProxy, type Asked } from './proxied.ts';

const MOST_CHAINS = 1_000;
const LONGEST = 12;

type Hop = {
  readonly to: Operation;
  readonly at: Evidence;
  readonly asked?: Asked;
  /** Through a proxy, which says the service and leaves the route open. */
  readonly passes?: true;
};

/** A service that is known to be waited for, although not which of its handlers answers: the way ends there. */
const endOf = ({
  to,
  operation,
  target,
  protocol,
  trail,
}: Extract<Effect, { kind: 'call' }>): Operation | undefined => {
  if (to === undefined) return undefined;
  const name = operation ?? target;
  return {
    id: `${to} ${name}`,
    service: to,
    name,
    trigger: 'rpc',
    protocol,
    evidence: [trail.at(-1) ?? trail[0]],
    effects: [],
  };
};

const hopsFrom = (operation: Operation, byId: ReadonlyMap<string, Operation>): readonly Hop[] => {
  const hops = new Map<string, Hop>();
  for (const effect of operation.effects) {
    if (effect.kind !== 'call') continue;
    const exact = effect.operation === undefined ? undefined : byId.get(effect.operation);
    const to = exact ?? endOf(effect);
    if (!to || to.service === operation.service || hops.has(to.id)) continue;
    const at = effect.trail[effect.trail.length - 1] ?? effect.trail[0];
    const asked = askedBy(effect);
    const passes = !exact && isPassedOn(effect);
    hops.set(to.id, { to, at, ...(asked ? { asked } : {}), ...(passes ? { passes: true } : {}) });
  }
  return [...hops.values()];
};

const asksOthers = ({ service, effects }: Operation): boolean =>
  effects.some((effect) => effect.kind === 'call' && effect.to !== undefined && effect.to !== service);

/**
 * Where a hop leads that came to a proxy by a known path: the one route that answers it there. By an open one: all
 * that ask others in turn, since a request may travel on through each. What asks nobody ends there all the same.
 */
const behind = (
  hop: Hop,
  asked: Asked | undefined,
  served: ReadonlyMap<string, readonly Operation[]>,
): readonly Hop[] => {
  if (!hop.passes) return [hop];
  const routes = served.get(hop.to.service) ?? [];
  const exact = asked && routeBehindProxy(asked, routes);
  const found = asked ? (exact ? [exact] : []) : routes.filter(asksOthers);
  return found.length > 0 ? found.map((to) => ({ to, at: hop.at, ...(asked ? { asked } : {}) })) : [hop];
};

const chainOf = (path: readonly Hop[], first: Operation, frontends: ReadonlySet<string>): Chain | undefined => {
  const operations = [first, ...path.map((hop) => hop.to)];
  // The way out of a page is no hop of the services; the way out of a route that the front end's own server answers is one.
  const fromBrowser = frontends.has(first.service) && first.trigger !== 'http' ? 1 : 0;
  const [head, ...rest] = operations.map((operation) => operation.id);
  const [place, ...places] = path.map((hop) => hop.at);
  if (head === undefined || place === undefined) return undefined;
  return {
    operations: [head, ...rest],
    path: [head, ...rest],
    hops: path.length - fromBrowser,
    proven: true,
    evidence: [place, ...places],
  };
};

const isServed = ({ trigger, protocol }: Operation): boolean => trigger === 'http' && protocol === 'http';

/** Every way a request can travel handler by handler over at least two services, as far as it goes. */
export const chainsOf = (operations: readonly Operation[], services: readonly Service[]): readonly Chain[] => {
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const served = Map.groupBy(operations.filter(isServed), ({ service }) => service);
  const frontends = new Set(services.filter((service) => service.kind === 'frontend').map((service) => service.name));
  const next = new Map<string, readonly Hop[]>(
    operations.map((operation) => [operation.id, hopsFrom(operation, byId)]),
  );
  const reached = [...next.values()].flat();
  const called = new Set(reached.flatMap((hop) => behind(hop, undefined, served).map(({ to }) => to.id)));
  const chains: Chain[] = [];
  const walk = (first: Operation, path: readonly Hop[]): void => {
    const end = path.at(-1);
    const last = end?.to ?? first;
    const onward = (next.get(last.id) ?? [])
      .flatMap((hop) => behind(hop, end?.asked, served))
      .filter((hop) => hop.to !== first && !path.some((done) => done.to === hop.to));
    if (onward.length === 0 || path.length >= LONGEST) {
      const chain = path.length > 0 ? chainOf(path, first, frontends) : undefined;
      if (chain) chains.push(chain);
      return;
    }
    for (const hop of onward) if (chains.length < MOST_CHAINS) walk(first, [...path, hop]);
  };
  for (const operation of operations) {
    const hops = next.get(operation.id) ?? [];
    // A proxy is an entrance too: what pages ask of it is not all that can be asked.
    const isEntrance = !called.has(operation.id) || hops.some(({ passes }) => passes);
    if (isEntrance && hops.length > 0) walk(operation, []);
  }
  return chains;
};
