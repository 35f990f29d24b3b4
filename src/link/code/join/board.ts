import type { FactOf } from '../../../model/fact.ts';
import { addTo } from '../../../model/held.ts';
import type { Service, ServiceName } from '../../../model/model.ts';
import type { FactIndex, Units } from '../../types.ts';
import { deedsOfService, type ServiceCode } from '../service-code.ts';
import type { Deed } from '../types.ts';
import type { Offered } from './operations.ts';
import { offeredBy } from './operations.ts';
import { offersOf } from './gateways.ts';
import { saidIn, type Said } from './said.ts';

/** Everything that is needed to tell whom a call reaches. */
export type Board = {
  readonly units: Units;
  readonly services: readonly Service[];
  readonly code: readonly ServiceCode[];
  /** Everything a service does, wherever in it, each deed once for its place. */
  readonly deedsOf: (service: ServiceName) => readonly Deed[];
  readonly offers: readonly Offered[];
  readonly offersOf: (service: ServiceName) => readonly Offered[];
  readonly routes: readonly Routed[];
  /** Routes to somebody who is not in the workspace: what falls under them reaches nobody else here. */
  readonly leaving: readonly { readonly gateway: ServiceName | undefined; readonly path: string }[];
  readonly said: Said;
};

/** A gateway's or an Ingress' route with the service behind it. */
export type Routed = {
  readonly gateway?: ServiceName;
  readonly to: ServiceName;
  readonly path: string;
  readonly file: string;
  readonly fact: FactOf<'route'>;
};

export const boardOf = (units: Units, code: readonly ServiceCode[], index: FactIndex): Board => {
  const routes = index
    .ofKind('route')
    .flatMap(({ file, fact }) => units.routesOf(file, fact).map((one) => ({ ...one, path: fact.path, file, fact })));
  const written = offeredBy(code, units.services);
  const known = new Set(written.map(({ id }) => id));
  const offers = [...written, ...offersOf(routes).filter(({ id }) => !known.has(id))];
  const byService = new Map<ServiceName, Offered[]>();
  for (const offered of offers) addTo(byService, offered.service, offered);
  const deeds = new Map(code.map((one) => [one.service, deedsOfService(one)]));
  return {
    units,
    services: units.services,
    code,
    deedsOf: (service) => deeds.get(service) ?? [],
    offers,
    offersOf: (service) => byService.get(service) ?? [],
    routes,
    leaving: index
      .ofKind('route')
      .filter(({ file, fact }) => units.routesOf(file, fact).length === 0)
      .map(({ file, fact }) => ({ gateway: fact.gateway ?? units.ownersOf(file)[0]?.name, path: fact.path })),
    said: saidIn(index, units),
  };
};
