import type { Server } from '../../../model/messaging.ts';
import type { CallDeed, PublishDeed } from '../types.ts';
import type { Board } from './board.ts';
import type { Offered } from './operations.ts';

type Servers = ReadonlyMap<string, readonly Omit<Server, 'service'>[]>;

const servers = new WeakMap<Board, Servers>();

const serversOf = (board: Board): Servers => {
  const known = servers.get(board);
  if (known) return known;
  const made = new Map(board.code.map((one) => [one.service, one.servers]));
  servers.set(board, made);
  return made;
};

/** What Nest can speak over, as far as a client says which. */
const TRANSPORTS = new Set(['kafka', 'rabbitmq', 'nats', 'redis', 'mqtt', 'tcp', 'grpc']);

/**
 * Whether a handler of Nest listens over the transport that a message is sent over, and at the queue that it is put
 * into. Where either could not be told, it does.
 */
export const isHeard = (
  board: Board,
  { protocol, queues }: Pick<PublishDeed | CallDeed, 'protocol' | 'queues'>,
  { service, handler }: Offered,
): boolean => {
  if (!handler.protocol.startsWith('nest-') || !TRANSPORTS.has(protocol)) return true;
  const own = serversOf(board).get(service) ?? [];
  if (own.length === 0 || own.some(({ transport }) => transport === 'unknown')) return true;
  return own.some(
    (server) =>
      server.transport === protocol &&
      (!queues || !server.queues || server.queues.some((queue) => queues.includes(queue))),
  );
};

/** Other services that take from the queue that a request of Nest is put into, whatever they listen for. */
export const takersOf = (board: Board, { protocol, queues }: CallDeed, from: string): readonly string[] =>
  [...serversOf(board)].flatMap(([service, own]) =>
    service !== from &&
    own.some((server) => server.transport === protocol && server.queues?.some((queue) => queues?.includes(queue)))
      ? [service]
      : [],
  );
