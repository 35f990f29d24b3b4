import type { ServiceName } from '../../model/model.ts';
import type { Addressed } from './addresses.ts';

/** Whom a container of compose calls by a name that it alone has for others: undefined where it has none of this name. */
export type Links = (host: string, from: ServiceName) => { readonly to?: ServiceName } | undefined;

export function linksIn(services: readonly Addressed[]): Links {
  const runs = services.flatMap(({ name, deployed }) => deployed.map((one) => ({ name, one })));
  const linking = runs.filter(({ one }) => one.fact.links !== undefined);
  return (host, from) => {
    for (const { name, one } of linking) {
      const link = name === from ? one.fact.links?.find(({ alias }) => alias.toLowerCase() === host) : undefined;
      if (link === undefined) continue;
      const isMeant = (other: (typeof runs)[number]): boolean =>
        other.one.deployment === one.deployment && other.one.fact.name === link.service;
      const to = runs.find(isMeant)?.name;
      return to === undefined ? {} : { to };
    }
    return undefined;
  };
}
