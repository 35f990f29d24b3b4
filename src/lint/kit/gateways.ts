import type { Model, ServiceName } from '../../model/model.ts';
import { indexOf } from './index-of.ts';

const IN_FRONT = /^(?:(?:public|web|rest|graphql|http)-?)?api$|^(?:edge|ingress|proxy|front-?door)$/i;

/**
 * Services that stand in front of others. Besides those that are gateways by what they run: who is called so, keeps no data
 * of its own, and calls at least two others.
 */
export const gatewaysOf = indexOf((model: Model): ReadonlySet<ServiceName> => {
  const behind = behindOf(model);
  const keeping = new Set(model.stores.flatMap(({ role, usedBy }) => (role === 'data' ? usedBy : [])));
  const isInFront = (name: ServiceName): boolean =>
    IN_FRONT.test(name) && !keeping.has(name) && (behind.get(name)?.size ?? 0) > 1;
  return new Set(
    model.services.flatMap(({ name, kind }) =>
      kind === 'gateway' || (kind === 'service' && isInFront(name)) ? [name] : [],
    ),
  );
});

/** The services that each service forwards to or calls. */
export const behindOf = indexOf((model: Model): ReadonlyMap<ServiceName, ReadonlySet<ServiceName>> => {
  const behind = new Map<ServiceName, Set<ServiceName>>();
  for (const { from, to, kind } of model.edges)
    if (kind === 'sync' && from !== to) behind.set(from, (behind.get(from) ?? new Set()).add(to));
  return behind;
});
