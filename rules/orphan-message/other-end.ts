import { brokerName, isOpenProtocol, nameOfChannel, oneSided } from '../../src/lint/kit.ts';
import type { Channel, Model } from '../../src/model/model.ts';

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
  if (model.unresolved.some(({ what }) => what.startsWith('code beyond')))
    return `"${name}": not all code was followed`;
  const silent = silentClient(model, kind);
  if (silent !== undefined) return `"${name}": what ${silent} does with its client of ${brokerName(kind)}`;
  return isPublished ? unknownHearer(model, channel) : unknownSender(model, channel);
}

/** A service that has a client of the broker and was not seen to use it, so that the other end may be there. */
const silentClient = ({ messaging: { clients, sends, hears } }: Model, kind: string): string | undefined =>
  clients.find(
    ({ service, protocol }) =>
      protocol === kind && ![...sends, ...hears].some((end) => end.service === service && meets(end.protocol, kind)),
  )?.service;

/** A function of which only a part was followed may hold the place. */
const CUT = / (?:does more than is followed|calls deeper than is followed|than are told apart)$/;

const meets = (a: string, b: string): boolean => a === b || isOpenProtocol(a) || isOpenProtocol(b);
const isUntold = (names: readonly string[]): boolean =>
  names.length === 0 || names.some((name) => name.includes('{') || /^\W*$/.test(name));

function unknownHearer(model: Model, channel: Channel): string | undefined {
  const { kind } = channel;
  const name = nameOfChannel(channel);
  if (kind === 'message') return `"${name}": the broker is not known`;
  const deaf = model.messaging.hears.find(({ protocol, names }) => meets(protocol, kind) && isUntold(names));
  if (deaf) return `"${name}": what ${deaf.service} listens to`;
  const sameName = model.messaging.hears.find(({ names, keys }) => names.includes(baseOf(name)) && keys.length > 0);
  return sameName && !name.includes('/') ? `"${name}": its routing key` : undefined;
}

function unknownSender(model: Model, channel: Channel): string | undefined {
  const { kind } = channel;
  const name = nameOfChannel(channel);
  const cut = model.unresolved.find(({ what }) => CUT.test(what));
  if (cut) return `"${name}": what else ${cut.service} does`;
  if (model.messaging.relays.length > 0) return `"${name}": a connector publishes too`;
  // A queue is filled through wrappers more often than any topic.
  if (kind === 'bull' || kind === 'pg-boss') return `who fills the queue "${name}"`;
  const silent = model.messaging.sends.find(
    ({ protocol, names, isKeyOpen }) =>
      meets(protocol, kind) && (isUntold(names) || (isKeyOpen && names.includes(baseOf(name)))),
  );
  if (silent) return `"${name}": what ${silent.service} publishes`;
  const untold = oneSided(model).find((other) => other.kind === 'message' && other.publishedBy.length > 0);
  return untold ? `"${name}": the broker of ${nameOfChannel(untold)} is not known` : undefined;
}

const baseOf = (name: string): string => name.split('/')[0] ?? name;
