import type { Messaging } from '../../../model/messaging.ts';
import { noMessaging } from '../../../model/messaging.ts';
import type { Channel } from '../../../model/model.ts';
import type { FactIndex, Units } from '../../types.ts';
import type { ServiceCode } from '../service-code.ts';
import type { Board } from './board.ts';
import { boardOf } from './board.ts';

/** One board for each system of the workspace: services of two systems never meet. */
export const boardsOf = (units: Units, code: readonly ServiceCode[], index: FactIndex): readonly Board[] => {
  const bySystem = Map.groupBy(units.services, ({ path }) => units.systemOf(path));
  if (bySystem.size < 2) return [boardOf(units, code, index)];
  return [...bySystem.keys()].map((system) => {
    const own = unitsIn(system, units);
    const names = new Set(own.services.map(({ name }) => name));
    return boardOf(
      own,
      code.filter(({ service }) => names.has(service)),
      index,
    );
  });
};

/** The units of one system, to whom those of others are not there. */
function unitsIn(system: string, units: Units): Units {
  const services = units.services.filter(({ path }) => units.systemOf(path) === system);
  const names = new Set(services.map(({ name }) => name));
  return {
    ...units,
    services,
    ownersOf: (file) => (units.systemOf(file) === system ? units.ownersOf(file) : []),
    routesOf: (file, route) =>
      units
        .routesOf(file, route)
        .filter(({ gateway, to }) => names.has(to) && (gateway === undefined || names.has(gateway))),
  };
}

/** What systems say of messages, side by side. */
export const messagingIn = (all: readonly Messaging[]): Messaging => ({
  sends: all.flatMap(({ sends }) => sends),
  hears: all.flatMap(({ hears }) => hears),
  queues: all.flatMap(({ queues }) => queues),
  servers: all.flatMap(({ servers }) => servers),
  unread: all.flatMap(({ unread }) => unread),
  clients: all.flatMap(({ clients }) => clients),
  relays: (all[0] ?? noMessaging).relays,
});

/** Channels by their id; of the same name in several systems there is one, with all who use it. */
export function channelsIn(all: readonly (readonly Channel[])[]): readonly Channel[] {
  if (all.length < 2) return all.flat();
  const united = (lists: readonly (readonly string[])[]) => [...new Set(lists.flat())].sort();
  return [...Map.groupBy(all.flat(), ({ id }) => id).values()].flatMap((alike) => {
    const [first, ...rest] = alike;
    if (!first) return [];
    return [
      {
        ...first,
        publishedBy: united(alike.map(({ publishedBy }) => publishedBy)),
        consumedBy: united(alike.map(({ consumedBy }) => consumedBy)),
        evidence: [...first.evidence, ...rest.flatMap(({ evidence }) => evidence)] as const,
      },
    ];
  });
}
