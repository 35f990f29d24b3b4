import type { Program } from './types.ts';

const CLIENTS: readonly (readonly [protocol: string, packages: RegExp])[] = [
  ['kafka', /^(?:kafkajs|@confluentinc\/kafka-javascript|@platformatic\/kafka|node-rdkafka|kafka-node)$/],
  [
    'rabbitmq',
    /^(?:amqplib(?:\/.*)?|amqp-connection-manager|@golevelup\/nestjs-rabbitmq|rabbitmq-client|amqp-ts|node-amqp|rascal|@cloudamqp\/amqp-client)$/,
  ],
  ['nats', /^(?:nats|nats\.ws|ts-nats|node-nats-streaming|@nats-io\/.*)$/],
  ['mqtt', /^mqtt$/],
  ['bull', /^(?:bull|bullmq|bee-queue|@nestjs\/bull(?:mq)?)$/],
  ['pubsub', /^@google-cloud\/pubsub$/],
];

/** The brokers that files of a service import a client of, types aside. */
export function brokersIn(program: Program): readonly string[] {
  const packages = new Set(
    program.files.flatMap((file) =>
      (program.workspace.moduleOf(file)?.fact.imports ?? []).flatMap(({ from, typeOnly }) => (typeOnly ? [] : [from])),
    ),
  );
  return CLIENTS.flatMap(([protocol, known]) => ([...packages].some((name) => known.test(name)) ? [protocol] : []));
}
