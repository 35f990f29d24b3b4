import { groupBy, indexOf } from '../../src/lint/kit.ts';
import type { Hear, Server } from '../../src/model/messaging.ts';
import type { Model } from '../../src/model/model.ts';
import { operationOf, workOf } from './verdicts.ts';

/** A Nest application that listens over RabbitMQ, with the handlers of events that it has work for. */
export type Listening = { readonly server: Server; readonly hears: readonly Hear[] };

const hearsByService = indexOf(({ messaging }) => Map.groupBy(messaging.hears, ({ service }) => service));

/** Applications whose only transport is RabbitMQ. What Nest does with an error on other transports ends the delivery. */
export const overRabbit = (model: Model): readonly Listening[] =>
  groupBy(model.messaging.servers, ({ service }) => service).flatMap((servers) => {
    const [server] = servers;
    if (!server || servers.some(({ transport }) => transport !== 'rabbitmq')) return [];
    const hears = (hearsByService(model).get(server.service) ?? []).filter((hear) => {
      const operation = operationOf(model, hear);
      return hear.protocol === 'nest-event' && operation !== undefined && workOf(operation).length > 0;
    });
    return hears.length > 0 ? [{ server, hears }] : [];
  });
