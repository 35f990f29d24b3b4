import {
  answersOf,
  brokerName,
  grouped,
  indexOf,
  isOpenProtocol,
  nameOfChannel,
  oneSided,
} from '../../src/lint/kit.ts';
import type { Send } from '../../src/model/messaging.ts';
import type { Channel, Model } from '../../src/model/model.ts';
import { globOf } from '../../src/model/paths.ts';

/** Where subscriptions are usually made by hand or by somebody else: devices, a cloud's console, a sidecar. */
const OUTSIDE = new Set([
  'sns',
  'sqs',
  'eventbridge',
  'dynamodb',
  'kinesis',
  's3',
  'mqtt',
  'dapr',
  'azure-service-bus',
  'schedule',
]);

/** Put aside for people or for later; answers to whoever asked; what a broker itself publishes. */
const ASIDE =
  /(?:^|[._:/-])(?:dead|dlq|dlt|dlx|dead[-_.]?letters?|poison|parking[-_.]?lot|retry|retries|reply|replies|response|responses|health|heartbeat)(?:[._:/-]|$)|^__|^\(/i;

/** Names that are the business of the broker, of people or of somebody else. */
export const isAside = (channel: Channel): boolean => ASIDE.test(nameOfChannel(channel)) || channel.id.includes('{');

/** Why the other end may be there all the same, in a few words; undefined where nothing says so. */
export function whyUnknown(model: Model, channel: Channel): string | undefined {
  const { kind } = channel;
  const name = nameOfChannel(channel);
  const isPublished = channel.publishedBy.length > 0;
  if (OUTSIDE.has(kind)) return `who ${isPublished ? 'subscribes' : 'sends'} to "${name}" on ${brokerName(kind)}`;
  const [unread] = model.messaging.unread;
  if (unread !== undefined) return `"${name}": the code of ${unread} was not read`;
  if (isCutShort(model)) return `"${name}": not all code was followed`;
  const silent = silentClient(model, kind);
  if (silent !== undefined) return `"${name}": what ${silent} does with its client of ${brokerName(kind)}`;
  return isPublished ? unknownHearer(model, channel) : unknownSender(model, channel);
}

/** A service that has a client of the broker and was not seen to use it, so that the other end may be there. */
const silentClient = answersOf(({ messaging: { clients, sends, hears } }, kind): string | undefined => {
  const seen = new Set([...sends, ...hears].flatMap((end) => (meets(end.protocol, kind) ? [end.service] : [])));
  return clients.find(({ service, protocol }) => protocol === kind && !seen.has(service))?.service;
});

const isCutShort = indexOf(({ unresolved }) => unresolved.some(({ what }) => what.startsWith('code beyond')));

/** A function of which only a part was followed may hold the place. */
const CUT = / (?:does more than is followed|calls deeper than is followed|than are told apart)$/;

/** `message` is whatever broker the framework was told to use. */
const isOpenKind = (kind: string): boolean => kind === 'message' || isOpenProtocol(kind);
const meets = (a: string, b: string): boolean => a === b || isOpenKind(a) || isOpenKind(b);
const isUntold = (names: readonly string[]): boolean =>
  names.length === 0 || names.some((name) => name.includes('{') || /^\W*$/.test(name));

/** `events.*` is no name of a topic: what is made of it may well be a pattern. */
const isAmong = (name: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => pattern.includes('*') && globOf(pattern).test(name));

function unknownHearer(model: Model, channel: Channel): string | undefined {
  const { kind } = channel;
  const name = nameOfChannel(channel);
  if (kind === 'message') return `"${name}": the broker is not known`;
  const deaf = hearsAnything(model, kind);
  if (deaf !== undefined) return `"${name}": what ${deaf} listens to`;
  const wide = model.messaging.hears.find(({ protocol, names }) => meets(protocol, kind) && isAmong(name, names));
  if (wide) return `"${name}": whether ${wide.service} hears it under a pattern`;
  return heardByKey(model).has(name) && !name.includes('/') ? `"${name}": its routing key` : undefined;
}

/** The first service that listens on a broker under a name that could not be told. */
const hearsAnything = answersOf(
  ({ messaging }, kind) =>
    messaging.hears.find(({ protocol, names }) => meets(protocol, kind) && isUntold(names))?.service,
);

const heardByKey = indexOf(
  ({ messaging }) => new Set(messaging.hears.flatMap(({ names, keys }) => (keys.length > 0 ? names : []))),
);

function unknownSender(model: Model, channel: Channel): string | undefined {
  const { kind } = channel;
  const name = nameOfChannel(channel);
  const [cut] = cutServices(model);
  if (cut !== undefined) return `"${name}": what else ${cut} does`;
  if (model.messaging.relays.length > 0) return `"${name}": a connector publishes too`;
  // A queue is filled through wrappers more often than any topic.
  if (kind === 'bull' || kind === 'pg-boss') return `who fills the queue "${name}"`;
  const narrow = model.messaging.sends.find(
    ({ protocol, names }) => meets(protocol, kind) && names.some((sent) => isAmong(sent, [name])),
  );
  if (narrow) return `"${name}": whether it is a pattern of what ${narrow.service} publishes`;
  const silent = silentSender(model, kind, baseOf(name));
  if (silent) return `"${name}": what ${silent.service} publishes`;
  const [untold] = untoldBroker(model);
  return untold ? `"${name}": the broker of ${nameOfChannel(untold)} is not known` : undefined;
}

const cutServices = indexOf(({ unresolved }) =>
  unresolved.filter(({ what }) => CUT.test(what)).map(({ service }) => service),
);

/** The first that publishes what could not be told, or under a key that could not. */
function silentSender(model: Model, kind: string, base: string): Send | undefined {
  const untold = sendsAnything(model, kind);
  const open = keyOpen(model)
    .get(base)
    ?.find(({ protocol }) => meets(protocol, kind));
  if (!untold || !open) return untold ?? open;
  const places = placesOfSends(model);
  return (places.get(open) ?? 0) < (places.get(untold) ?? 0) ? open : untold;
}

const placesOfSends = indexOf(({ messaging }) => new Map(messaging.sends.map((send, place) => [send, place])));

const sendsAnything = answersOf(({ messaging }, kind) =>
  messaging.sends.find(({ protocol, names }) => meets(protocol, kind) && isUntold(names)),
);

const keyOpen = indexOf(({ messaging }) =>
  grouped(
    messaging.sends
      .filter(({ isKeyOpen }) => isKeyOpen)
      .flatMap((send) => send.names.map((name) => [name, send] as const)),
  ),
);

const untoldBroker = indexOf((model) =>
  oneSided(model).filter(({ kind, publishedBy }) => kind === 'message' && publishedBy.length > 0),
);

const baseOf = (name: string): string => name.split('/')[0] ?? name;
