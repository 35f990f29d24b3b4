import { mask } from '../../model/mask.ts';
import type { Messaging } from '../../model/messaging.ts';
import type { Channel, Model, Operation } from '../../model/model.ts';
import type { View, ViewNode, ViewOperation } from '../types.ts';
import { eventChannels } from './services.ts';
import {
  channelNode,
  fieldsIn,
  grouped,
  idOfChannel,
  idOfService,
  linesOf,
  nodeOf,
  ownersOf,
  placesOf,
  serviceNodes,
  shortOf,
  sortedBy,
  titleOf,
  unresolvedIn,
  type Strand,
} from './parts.ts';

/** Who publishes what, who hears it, and where a message goes that nobody can work on. */
export function eventsView(model: Model): View {
  const channels = sortedBy(eventChannels(model), ({ id }) => id);
  const heard = channels.flatMap((channel) =>
    channel.consumedBy.map((service) => ({ channel, service, dead: deadLettersOf(channel, service, model.messaging) })),
  );
  const ends = new Set(channels.flatMap(({ publishedBy, consumedBy }) => [...publishedBy, ...consumedBy]));
  const services = serviceNodes(model).filter(({ name }) => ends.has(name));
  const parked = heard.filter(({ dead }) => dead === 'kept');
  const fields = fieldsIn(model);
  const { nodes, groups } = grouped(services, ownersOf(model));
  return {
    id: 'events',
    name: model.name,
    title: titleOf('events', model),
    nodes: [
      ...nodes,
      ...channels.map((channel) => ({ ...eventNode(channel), ...fields(channel) })),
      ...parked.map(deadNode),
    ],
    groups,
    lines: linesOf(
      [
        ...channels.flatMap((channel) => publishes(channel, model)),
        ...heard.map(({ channel, service }) => hears(channel, service, model)),
        ...parked.map(({ channel, service }): Strand => ({
          from: idOfService(service),
          to: deadId(channel.id, service),
          kind: 'async',
          operation: { name: shortOf(mask(channel.id)), protocol: 'fails', evidence: [] },
        })),
      ],
      (operations) => (operations.some(({ protocol }) => protocol === 'fails') ? 'fails' : ''),
    ),
    findings: [],
    unresolved: unresolvedIn(model),
    notes: heard
      .filter(({ dead }) => dead === 'lost')
      .map(({ channel, service }) => `${service} has no dead letters for ${shortOf(mask(channel.id))}.`),
  };
}

const deadId = (channel: string, service: string): string => `dead-letters:${mask(channel)} > ${service}`;

const deadNode = ({ channel, service }: { readonly channel: Channel; readonly service: string }): ViewNode =>
  nodeOf({
    id: deadId(channel.id, service),
    kind: 'dead-letters',
    name: `dead letters of ${shortOf(channel.id)}`,
    more: [service],
  });

function eventNode(channel: Channel): ViewNode {
  const node = channelNode(channel);
  const isUnheard = channel.consumedBy.length === 0;
  const isUnsaid = channel.publishedBy.length === 0;
  return {
    ...node,
    more: [...node.more, ...(isUnheard ? ['nobody listens'] : []), ...(isUnsaid ? ['nobody here publishes'] : [])],
  };
}

/** `kept`: put aside. `lost`: known to have no place to go. Undefined where it could not be told. */
function deadLettersOf(
  channel: Channel,
  service: string,
  { hears, queues, servers }: Messaging,
): 'kept' | 'lost' | undefined {
  const name = shortOf(channel.id).split('/')[0] ?? '';
  const names = new Set([
    name,
    ...hears
      .filter((hear) => hear.service === service && [...hear.names, ...hear.feeds].includes(name))
      .flatMap((hear) => hear.names),
  ]);
  const own = queues.filter((queue) => queue.service === service && queue.names.some((one) => names.has(one)));
  const server = servers.filter((one) => one.service === service && one.transport === channel.kind);
  const said = new Set([...own, ...server].map(({ hasDeadLetter }) => hasDeadLetter));
  if (said.has(true)) return 'kept';
  return said.has(false) ? 'lost' : undefined;
}

function publishes({ id, kind, publishedBy }: Channel, { messaging }: Model): readonly Strand[] {
  const [name = '', key] = shortOf(id).split('/');
  return publishedBy.map((service) => {
    const sends = messaging.sends.filter(
      (send) =>
        send.service === service &&
        send.kind === 'event' &&
        send.names.includes(name) &&
        (key === undefined || send.keys.length === 0 || send.keys.includes(key)),
    );
    const operation: ViewOperation = {
      name: shortOf(mask(id)),
      protocol: kind,
      evidence: placesOf(sends.flatMap(({ evidence }) => evidence.slice(0, 1))),
    };
    return { from: idOfService(service), to: idOfChannel(id), kind: 'async', operation };
  });
}

function hears({ id, kind }: Channel, service: string, { operations, messaging }: Model): Strand {
  const [name = ''] = shortOf(id).split('/');
  const ids = new Set(
    messaging.hears
      .filter((hear) => hear.service === service && [...hear.names, ...hear.feeds].includes(name))
      .map(({ operation }) => operation),
  );
  const handlers = operations.filter((one) => ids.has(one.id));
  return {
    from: idOfChannel(id),
    to: idOfService(service),
    kind: 'async',
    operation: {
      name: handlers.length > 0 ? [...new Set(handlers.map(handlerName))].join(', ') : shortOf(mask(id)),
      protocol: kind,
      evidence: placesOf(handlers.flatMap(({ evidence }) => evidence)),
    },
  };
}

const handlerName = ({ name, delivery }: Operation): string =>
  mask(delivery?.redelivers === true ? `${name} (may come again)` : name);
