import type { BindingDeed, PublishDeed } from '../types.ts';
import type { Board } from './board.ts';
import { isHeard } from './hearing.ts';
import { fits } from './meeting.ts';
import type { Offered } from './operations.ts';

/** Protocols under which one broker is known; events of Nest may run over any. */
export const OPEN = new Set(['any', 'nest-event', 'nest-request', 'outbox']);

/** The broker whose rules for names hold, should one of the two sides not know which it is. */
export const protocolOf = (published: string, heard: string): string => (OPEN.has(heard) ? published : heard);

export const sameProtocol = (a: string, b: string): boolean => a === b || OPEN.has(a) || OPEN.has(b);

export const namesMeet = (publish: PublishDeed, names: readonly string[], protocol: string): boolean =>
  publish.names.some((name) => names.some((other) => fits(name, other, protocol)));

const keysMeet = (publish: PublishDeed, keys: readonly string[] | undefined): boolean =>
  !(publish.openKey && keys && keys.length > 0) && keysFit(publish.keys, keys);

/** Whether one of the keys is among those asked for; where either side names none, it is. */
export const keysFit = (given: readonly string[] | undefined, asked: readonly string[] | undefined): boolean =>
  !given?.length || !asked?.length || given.some((key) => asked.some((pattern) => fits(key, pattern)));

const bindings = new WeakMap<Board, ReadonlyMap<string, readonly BindingDeed[]>>();

/** Every binding of the workspace, by the queue it feeds. */
const bindingsOf = (board: Board): ReadonlyMap<string, readonly BindingDeed[]> => {
  const known = bindings.get(board);
  if (known) return known;
  const made = Map.groupBy(
    [...board.code.flatMap((service) => service.bindings), ...board.said.brokers],
    ({ queue }) => queue,
  );
  bindings.set(board, made);
  return made;
};

type Feed = { readonly exchange: string; readonly keys: readonly string[]; readonly further: readonly Feed[] };

/** How many exchanges one behind the other are followed. */
const MOST_EXCHANGES = 3;

/** What feeds a queue: exchanges, and the exchanges that feed those. */
export const feedsOf = (board: Board, queues: readonly string[], depth = 0): readonly Feed[] =>
  depth >= MOST_EXCHANGES
    ? []
    : queues
        .flatMap((queue) => bindingsOf(board).get(queue) ?? [])
        .map(({ exchange, keys }) => ({ exchange, keys, further: feedsOf(board, [exchange], depth + 1) }));

/** Whether what goes to an exchange comes out of one of these feeds. */
export const flows = (publish: PublishDeed, feeds: readonly Feed[]): boolean =>
  feeds.some(
    ({ exchange, keys, further }) =>
      keysMeet(publish, keys) && (namesMeet(publish, [exchange], publish.protocol) || flows(publish, further)),
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

/** What a topic of SNS or a rule of EventBridge feeds is a queue of SQS. */
const mayFeed = (published: string, heard: string): boolean =>
  sameProtocol(published, heard) || (heard === 'sqs' && /^(?:sns|eventbridge)$/.test(published));

/** Whether what is published there arrives at this consumer. */
export const arrives = (board: Board, publish: PublishDeed, consumer: Offered): boolean =>
  isMeant(board, publish, consumer) && isHeard(board, publish, consumer);

/** Whether a consumer waits for what is published there by its name, whatever it listens over. */
export const isMeant = (board: Board, publish: PublishDeed, consumer: Offered): boolean => {
  const { channel, protocol } = consumer.handler;
  if (!channel || !mayFeed(publish.protocol, protocol)) return false;
  const isSame = sameProtocol(publish.protocol, protocol);
  if (isSame && namesMeet(publish, channel.names, protocolOf(publish.protocol, protocol)))
    return keysMeet(publish, channel.keys);
  if (protocol === 'any') return (publish.keys ?? []).some((key) => channel.names.includes(key));
  return flows(publish, feedsOf(board, channel.names));
};
