import type { Evidence } from '../../../model/evidence.ts';
import type { Channel, ServiceName } from '../../../model/model.ts';
import type { PublishDeed } from '../types.ts';
import type { Board } from './board.ts';
import { fits } from './meeting.ts';
import type { Offered } from './operations.ts';

export type Published = { readonly service: ServiceName; readonly deed: PublishDeed; readonly evidence: Evidence };

/** One publish for each channel that it may go to. */
export const channelsIn = (publish: PublishDeed): readonly PublishDeed[] =>
  publish.names.flatMap((name): readonly PublishDeed[] => {
    const one = {
      ...publish,
      names: [name],
      label: publish.names.length > 1 ? `${publish.protocol} ${name}` : publish.label,
    };
    return publish.keys && publish.keys.length > 1 ? publish.keys.map((key) => ({ ...one, keys: [key] })) : [one];
  });

/** Protocols under which one broker is known; events of Nest may run over any. */
const OPEN = new Set(['any', 'nest-event', 'nest-request', 'outbox']);

/** The broker whose rules for names hold, should one of the two sides not know which it is. */
const protocolOf = (published: string, heard: string): string => (OPEN.has(heard) ? published : heard);

const sameProtocol = (a: string, b: string): boolean => a === b || OPEN.has(a) || OPEN.has(b);

const namesMeet = (publish: PublishDeed, names: readonly string[], protocol: string): boolean =>
  publish.names.some((name) => names.some((other) => fits(name, other, protocol)));

const keysMeet = (publish: PublishDeed, keys: readonly string[] | undefined): boolean =>
  !(publish.openKey && keys && keys.length > 0) && keysFit(publish.keys, keys);

/** Whether one of the keys is among those asked for; where either side names none, it is. */
export const keysFit = (given: readonly string[] | undefined, asked: readonly string[] | undefined): boolean =>
  !given?.length || !asked?.length || given.some((key) => asked.some((pattern) => fits(key, pattern)));

type Feed = { readonly exchange: string; readonly keys: readonly string[]; readonly further: readonly Feed[] };

/** How many exchanges one behind the other are followed. */
const MOST_EXCHANGES = 3;

/** What feeds a queue: exchanges, and the exchanges that feed those. */
const feedsOf = (board: Board, queues: readonly string[], depth = 0): readonly Feed[] =>
  depth >= MOST_EXCHANGES
    ? []
    : board.linked
        .flatMap(({ program }) => program.bindings.filter((binding) => queues.includes(binding.queue)))
        .map(({ exchange, keys }) => ({ exchange, keys, further: feedsOf(board, [exchange], depth + 1) }));

/** Whether what goes to an exchange comes out of one of these feeds. */
const flows = (publish: PublishDeed, feeds: readonly Feed[]): boolean =>
  feeds.some(
    ({ exchange, keys, further }) =>
      keysMeet(publish, keys) && (publish.names.includes(exchange) || flows(publish, further)),
  );

/** Whether a request to an exchange lands in a queue that an operation takes from. */
export const isBound = (
  board: Board,
  exchanges: readonly string[],
  keys: readonly string[],
  { handler }: Offered,
): boolean =>
  handler.channel !== undefined &&
  flows(
    { kind: 'publish', protocol: handler.protocol, names: exchanges, keys, label: '' },
    feedsOf(board, handler.channel.names),
  );

/** Whether what is published there arrives at this consumer. */
export const arrives = (board: Board, publish: PublishDeed, consumer: Offered): boolean => {
  const { channel, protocol } = consumer.handler;
  if (!channel || !sameProtocol(publish.protocol, protocol)) return false;
  if (namesMeet(publish, channel.names, protocolOf(publish.protocol, protocol))) return keysMeet(publish, channel.keys);
  if (protocol === 'any') return (publish.keys ?? []).some((key) => channel.names.includes(key));
  return flows(publish, feedsOf(board, channel.names));
};

const kindOf = (protocol: string): string => (OPEN.has(protocol) ? 'message' : protocol);

const idOf = (kind: string, name: string, key: string | undefined): string =>
  `${kind}:${name}${key === undefined || key === '' ? '' : `/${key}`}`;

/** The name of the channel a publish goes to, where it is known. */
export const channelIdOf = (publish: PublishDeed): string | undefined => {
  const [name] = publish.names;
  return name === undefined ? undefined : idOf(kindOf(publish.protocol), name, publish.keys?.[0]);
};

type Draft = {
  kind: string;
  parked?: true;
  readonly by: Set<ServiceName>;
  readonly consumers: Set<ServiceName>;
  readonly evidence: Evidence[];
};

const draftOf = (drafts: Map<string, Draft>, id: string, kind: string): Draft => {
  const known = drafts.get(id);
  if (known) return known;
  const made: Draft = { kind, by: new Set(), consumers: new Set(), evidence: [] };
  drafts.set(id, made);
  return made;
};

const noteConsumer = (
  board: Board,
  drafts: Map<string, Draft>,
  consumer: Offered,
  published: readonly Published[],
): void => {
  const meeting = published.filter((item) => arrives(board, item.deed, consumer));
  const ids = meeting.flatMap((item) => channelIdOf(item.deed) ?? []);
  const { channel, protocol } = consumer.handler;
  const names = channel?.names ?? [];
  const fed = feedsOf(board, names).filter((feed) => !meeting.some(({ deed }) => flows(deed, [feed])));
  const asked = fed.map(({ exchange, keys }) => idOf(kindOf(protocol), exchange, keys[0]));
  // A request that waits for its answer is a call; its pattern is a topic only where somebody publishes to it.
  const listened = protocol === 'nest-request' ? [] : names.slice(0, 1);
  const own = listened.map((name) => idOf(kindOf(protocol), name, channel?.keys?.[0]));
  const all = [...ids, ...asked];
  for (const id of new Set(all.length > 0 ? all : own)) {
    const draft = draftOf(drafts, id, kindOf(protocol));
    draft.consumers.add(consumer.service);
    draft.evidence.push(consumer.handler.evidence);
  }
};

const PARKED = /dead|dl[qtx]\b|poison|parking|failed/i;

/** A queue in which a consumer parks what it gave up on, named after its own: for people to look into, and no event. */
const isParked = ({ service, deed }: Published, consumers: readonly Offered[]): boolean =>
  consumers.some(
    (consumer) =>
      consumer.service === service &&
      sameProtocol(deed.protocol, consumer.handler.protocol) &&
      consumer.handler.channel?.names.some((own) =>
        deed.names.some((name) => name.startsWith(own) && PARKED.test(name.slice(own.length))),
      ) === true,
  );

/** Every channel with who publishes to it and who listens. A dead-letter queue counts where somebody listens. */
export const channelsOf = (
  board: Board,
  published: readonly Published[],
  consumers: readonly Offered[],
): readonly Channel[] => {
  const drafts = new Map<string, Draft>();
  for (const { service, deed, evidence } of published) {
    const id = channelIdOf(deed);
    if (id === undefined) continue;
    const draft = draftOf(drafts, id, kindOf(deed.protocol));
    draft.by.add(service);
    draft.evidence.push(evidence);
    if (isParked({ service, deed, evidence }, consumers)) draft.parked = true;
  }
  for (const consumer of consumers) noteConsumer(board, drafts, consumer, published);
  return [...drafts].flatMap(([id, draft]) => {
    const [first, ...rest] = draft.evidence;
    return first && !(draft.parked && draft.consumers.size === 0)
      ? [
          {
            id,
            kind: draft.kind,
            publishedBy: [...draft.by].sort(),
            consumedBy: [...draft.consumers].sort(),
            evidence: [first, ...rest.slice(0, 20)] as const,
          },
        ]
      : [];
  });
};
