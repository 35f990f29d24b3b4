import type { Evidence } from '../../../model/evidence.ts';
import type { Channel, ServiceName } from '../../../model/model.ts';
import type { PublishDeed } from '../types.ts';
import { arrives, feedsOf, flows, namesMeet, OPEN, protocolOf, sameProtocol } from './arrival.ts';
import type { Board } from './board.ts';
import type { Offered } from './operations.ts';

export type Published = { readonly service: ServiceName; readonly deed: PublishDeed; readonly evidence: Evidence };

/** One publish for each channel that it may go to. */
export const alternativesIn = (publish: PublishDeed): readonly PublishDeed[] =>
  publish.names.flatMap((name): readonly PublishDeed[] => {
    const one = {
      ...publish,
      names: [name],
      label: publish.names.length > 1 ? `${publish.protocol} ${name}` : publish.label,
    };
    return publish.keys && publish.keys.length > 1 ? publish.keys.map((key) => ({ ...one, keys: [key] })) : [one];
  });

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

/** A queue that the broker names, by where it is set up: what reaches it was published elsewhere. */
const isPrivate = (name: string): boolean => name.startsWith('(');

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
  const feeds = feedsOf(board, names);
  const fed = feeds.filter((feed) => !meeting.some(({ deed }) => flows(deed, [feed])));
  const asked = fed.map(({ exchange, keys }) => idOf(kindOf(protocol), exchange, keys[0]));
  // A request that waits for its answer is a call; its pattern is a topic only where somebody publishes to it.
  const isListed = feeds.length === 0 && protocol !== 'nest-request';
  const lonely = names.filter(
    (name) =>
      isListed &&
      !isPrivate(name) &&
      !meeting.some(({ deed }) => namesMeet(deed, [name], protocolOf(deed.protocol, protocol))),
  );
  // A decorator of one's own may say queue and topic of one listener.
  const listed = protocol === 'any' ? (meeting.length > 0 ? [] : lonely.slice(0, 1)) : lonely;
  const own = listed.map((name) => idOf(kindOf(protocol), name, channel?.keys?.[0]));
  for (const id of new Set([...ids, ...asked, ...own])) {
    const draft = draftOf(drafts, id, kindOf(protocol));
    draft.consumers.add(consumer.service);
    draft.evidence.push(consumer.handler.evidence);
  }
};

const PARKED = /dead|dl[qtx]\b|poison|parking|[._:/-]failed/i;

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
