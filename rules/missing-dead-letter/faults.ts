import type { Fault } from '../../src/lint/kit.ts';

const dead = "    deadLetterExchange: 'dead',\n    arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 5 },\n";
const rabbitInNest = (options: string): Fault['edits'] => ({
  'apps/notices/src/main.ts': [
    ['transport: Transport.KAFKA,', 'transport: Transport.RMQ,'],
    [
      "      client: { clientId: 'notices', brokers: (process.env.KAFKA_BROKERS ?? '').split(',') },\n      consumer: { groupId: 'notices', retry: { retries: 5 } },",
      `      queue: 'notices',${options}`,
    ],
  ],
});
const connected = { file: 'apps/notices/src/main.ts', line: 'app.connectMicroservice<MicroserviceOptions>({' };

export default [
  {
    title: 'a queue that lost its dead letter and its limit',
    in: 'express',
    edits: { 'services/tracking/src/follow-parcels.ts': [[dead, '']] },
    at: { file: 'services/tracking/src/follow-parcels.ts', line: 'await channel.consume(queue' },
  },
  {
    title: 'another queue that lost them',
    in: 'express',
    edits: { 'services/shipping/src/settle-delivered.ts': [[dead, '']] },
    at: { file: 'services/shipping/src/settle-delivered.ts', line: 'channel.nack(message);' },
  },
  {
    title: 'an acknowledgement that moved before the work',
    in: 'express',
    edits: {
      'services/tracking/src/follow-parcels.ts': [
        ['    if (!message) return;\n', '    if (!message) return;\n    channel.ack(message);\n'],
        ['upsert: true });\n      channel.ack(message);', 'upsert: true });'],
      ],
    },
    at: { file: 'services/tracking/src/follow-parcels.ts', line: 'channel.ack(message);' },
  },
  {
    title: 'a consumer without acknowledgement',
    in: 'express',
    edits: {
      'services/shipping/src/settle-delivered.ts': [
        ['      channel.nack(message);\n    }\n  });', '      channel.nack(message);\n    }\n  }, { noAck: true });'],
      ],
    },
    at: { file: 'services/shipping/src/settle-delivered.ts', line: 'await channel.consume(queue' },
  },
  {
    title: 'an application on RabbitMQ that acknowledges first',
    in: 'nest',
    edits: rabbitInNest(''),
    at: connected,
  },
] satisfies readonly Fault[];
