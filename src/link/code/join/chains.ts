import type { Evidence } from '../../../model/evidence.ts';
import type { Chain, Effect, Operation, Service } from '../../../model/model.ts';

const MOST_CHAINS = 1_000;
const LONGEST = 12;

type Hop = { readonly to: Operation; readonly at: Evidence };

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
    const to = (effect.operation === undefined ? undefined : byId.get(effect.operation)) ?? endOf(effect);
    const at = effect.trail[effect.trail.length - 1] ?? effect.trail[0];
    if (to && to.service !== operation.service && !hops.has(to.id)) hops.set(to.id, { to, at });
  }
  return [...hops.values()];
};

const chainOf = (path: readonly Hop[], first: Operation, frontends: ReadonlySet<string>): Chain | undefined => {
  const operations = [first, ...path.map((hop) => hop.to)];
  const fromBrowser = frontends.has(first.service) ? 1 : 0;
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

/** Every way a request can travel handler by handler over at least two services, as far as it goes. */
export const chainsOf = (operations: readonly Operation[], services: readonly Service[]): readonly Chain[] => {
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const frontends = new Set(services.filter((service) => service.kind === 'frontend').map((service) => service.name));
  const next = new Map<string, readonly Hop[]>(
    operations.map((operation) => [operation.id, hopsFrom(operation, byId)]),
  );
  const called = new Set([...next.values()].flatMap((hops) => hops.map((hop) => hop.to.id)));
  const chains: Chain[] = [];
  const walk = (first: Operation, path: readonly Hop[]): void => {
    const last = path.at(-1)?.to ?? first;
    const onward = (next.get(last.id) ?? []).filter(
      (hop) => hop.to !== first && !path.some((done) => done.to === hop.to),
    );
    if (onward.length === 0 || path.length >= LONGEST) {
      const chain = path.length > 0 ? chainOf(path, first, frontends) : undefined;
      if (chain) chains.push(chain);
      return;
    }
    for (const hop of onward) if (chains.length < MOST_CHAINS) walk(first, [...path, hop]);
  };
  for (const operation of operations)
    if (!called.has(operation.id) && (next.get(operation.id) ?? []).length > 0) walk(operation, []);
  return chains;
};
