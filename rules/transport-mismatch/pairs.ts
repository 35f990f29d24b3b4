import { groupBy, grouped, indexOf, isOpenProtocol, nameOfChannel, oneSided } from '../../src/lint/kit.ts';
import type { Hear, Send, Server } from '../../src/model/messaging.ts';
import type { Model } from '../../src/model/model.ts';

/** A sender and a handler that mean the same name and never meet. */
export type Pair = {
  readonly name: string;
  readonly send: Send;
  readonly hear: Hear;
  readonly sent: string;
  /** The transports that the handler hears over. */
  readonly heard: readonly string[];
  readonly servers: readonly Server[];
};

/** Brokers that somebody has to be connected to. What SNS feeds SQS hears, and a job queue lies in Redis. */
const TRANSPORTS = new Set(['kafka', 'rabbitmq', 'nats', 'redis', 'mqtt', 'tcp', 'grpc', 'pubsub']);

/** Senders of Nest's handlers whose applications listen over other transports. */
export function* throughNest(model: Model): Generator<Pair> {
  const hears = new Map(model.messaging.hears.map((hear) => [hear.operation, hear]));
  for (const send of model.messaging.sends) {
    if (!TRANSPORTS.has(send.protocol)) continue;
    const found = send.reaches.flatMap((id) => {
      const hear = hears.get(id);
      return hear && hear.service !== send.service ? [pairOf(model, send, hear)] : [];
    });
    // One of several handlers of a name that can hear it is enough.
    if (found.some((pair) => pair === 'meets')) continue;
    for (const pair of found) if (pair !== 'meets') yield pair;
  }
}

const serversOf = indexOf(({ messaging }) => Map.groupBy(messaging.servers, ({ service }) => service));

function pairOf(model: Model, send: Send, hear: Hear): Pair | 'meets' {
  const servers = serversOf(model).get(hear.service) ?? [];
  const heard = [...new Set(servers.map(({ transport }) => transport))];
  const isDecided = hear.protocol.startsWith('nest-') && heard.length > 0 && !heard.includes('unknown');
  if (!isDecided || heard.includes(send.protocol)) return 'meets';
  const name = send.names.find((one) => hear.names.includes(one)) ?? send.names[0] ?? '';
  return { name, send, hear, sent: send.protocol, heard, servers };
}

type Named = { readonly protocol: string; readonly names: readonly string[] };
const byName = <T extends Named>(ends: readonly T[]) =>
  grouped(ends.flatMap((end) => end.names.map((name) => [`${end.protocol} ${name}`, end] as const)));
const sendsByName = indexOf(({ messaging }) => byName(messaging.sends));
const hearsByName = indexOf(({ messaging }) => byName(messaging.hears));

/** A name that is only published on one broker and only heard on another. */
export function* acrossBrokers(model: Model): Generator<Pair> {
  const lonely = oneSided(model).filter(({ kind, id }) => TRANSPORTS.has(kind) && !id.includes('{'));
  for (const channels of groupBy(lonely, nameOfChannel)) {
    const [name = ''] = channels.map(nameOfChannel);
    const publishing = channels.filter(({ publishedBy }) => publishedBy.length > 0);
    const hearing = channels.filter(({ consumedBy }) => consumedBy.length > 0);
    for (const one of publishing) {
      for (const other of hearing) {
        const [send] = sendsByName(model).get(`${one.kind} ${name}`) ?? [];
        const [hear] = hearsByName(model).get(`${other.kind} ${name}`) ?? [];
        if (!send || !hear || send.service === hear.service) continue;
        yield { name, send, hear, sent: one.kind, heard: [other.kind], servers: [] };
      }
    }
  }
}

/** Requests that only handlers of events are there for: nobody there answers. */
export function* unanswered(model: Model): Generator<Omit<Pair, 'servers'>> {
  const hears = new Map(model.messaging.hears.map((hear) => [hear.operation, hear]));
  for (const send of model.messaging.sends) {
    if (send.kind !== 'request') continue;
    const found = send.reaches.flatMap((id) => hears.get(id) ?? []);
    const [hear] = found;
    if (!hear || found.some(({ protocol, service }) => protocol !== 'nest-event' || service === send.service)) continue;
    const sent = isOpenProtocol(send.protocol) ? 'nest' : send.protocol;
    yield { name: send.names[0] ?? '', send, hear, sent, heard: [] };
  }
}
