import { joinPieces, pieceOf } from '../evaluate/texts.ts';
import { patternsOf } from '../nest/messages.ts';
import { fieldOf, lastStep, librariesOf, madeBy, textsOf, textThing } from '../things.ts';
import type { Library, LibraryCall, LibraryThing, Program, Recognised, TextOption, Thing } from '../types.ts';
import { isUnheard } from '../walk/unheard.ts';
import { publish } from './kit.ts';

const CLIENT = /(?:Client(?:Proxy|Kafka|RMQ|Nats|Redis|TCP|Mqtt|KafkaProxy)?|create)\(\)$/;
/** Transports of Nest by their constants, as protocols. */
export const TRANSPORTS: Readonly<Record<string, string>> = {
  TCP: 'tcp',
  REDIS: 'redis',
  NATS: 'nats',
  MQTT: 'mqtt',
  GRPC: 'grpc',
  RMQ: 'rabbitmq',
  KAFKA: 'kafka',
};

/** The options a client was made with: `{ transport, options }`. */
export const clientOptionsOf = (callee: LibraryThing): Thing | undefined => madeBy(callee, CLIENT)?.args?.[0];

const transportOf = (options: Thing | undefined, program: Program, callee: LibraryThing): string => {
  const transport = librariesOf(fieldOf(options, 'transport', program))[0];
  const known = transport && TRANSPORTS[lastStep(transport.path)];
  if (known) return known;
  const named = /Client(Kafka|RMQ|Nats|Redis|TCP|Mqtt)/.exec(callee.path)?.[1];
  return named === undefined ? 'nest' : (TRANSPORTS[named.toUpperCase()] ?? 'nest');
};

/** `host:port` of TCP options, or the URL of gRPC ones. */
export const addressesOf = (options: Thing | undefined, program: Program): readonly TextOption[] => {
  const url = textsOf(fieldOf(options, 'options.url', program));
  if (url.length > 0) return url;
  const host = fieldOf(options, 'options.host', program);
  if (!host) return [];
  const port = fieldOf(options, 'options.port', program);
  return textsOf(
    joinPieces([pieceOf(host, 'host'), ...(port ? [textsOf(textThing(':')), pieceOf(port, 'port')] : [])]),
  );
};

/** RabbitMQ: the queue that patterns travel in, where nothing stands in front of it and its name is known. */
export const travelIn = (
  transport: string | undefined,
  options: Thing | undefined,
  program: Program,
): readonly string[] | undefined => {
  if (transport !== 'rabbitmq') return undefined;
  const names = textsOf(fieldOf(options, 'options.queue', program));
  const isRouted = ['exchange', 'exchangeType', 'wildcards'].some((key) => fieldOf(options, `options.${key}`, program));
  return isRouted || names.length === 0 || names.some(({ holes }) => holes) ? undefined : names.map(({ text }) => text);
};

const send = (call: LibraryCall): Recognised => {
  const { program } = call.scope;
  const client = madeBy(call.callee, CLIENT);
  const options = client?.args?.[0];
  const pattern = patternsOf(call.args[0], program);
  const protocol = transportOf(options, program, call.callee);
  const queues = travelIn(protocol, options, program);
  return {
    deeds: [
      {
        kind: 'call',
        protocol,
        pattern,
        ...(queues ? { queues } : {}),
        urls: addressesOf(options, program),
        label: `${protocol} ${pattern[0] ?? '?'}`,
        deadline: 'none',
        ...(client?.at ? { waiting: { client: client.at } } : {}),
      },
    ],
    ...(isUnheard(call) ? { unheard: true } : {}),
  };
};

const emit = (call: LibraryCall): Recognised => {
  const { program } = call.scope;
  const options = clientOptionsOf(call.callee);
  const protocol = transportOf(options, program, call.callee);
  const queues = travelIn(protocol, options, program);
  const names = patternsOf(call.args[0], program);
  const sent = publish(protocol === 'nest' ? 'nest-event' : protocol, names, {
    label: `${protocol} ${names[0] ?? '?'}`,
  });
  return { deeds: [queues ? { ...sent, queues } : sent] };
};

/** Clients of Nest's microservices, whatever they run over. */
export const nestClients: Library = {
  packages: ['@nestjs/microservices'],
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    if (!madeBy(call.callee, CLIENT) && !/Client\w*\(\)\./.test(call.callee.path)) return undefined;
    if (name === 'send') return send(call);
    return name === 'emit' ? emit(call) : undefined;
  },
};
