import type { Fault } from '../../src/lint/kit.ts';

const noticesOver = (transport: string): Fault['edits'] => ({
  'apps/notices/src/main.ts': [['transport: Transport.KAFKA,', `transport: Transport.${transport},`]],
});
const relay = { file: 'apps/bookings/src/outbox-relay.ts', line: 'await this.producer.send({' };

const inKafka = (topic: string): string => `import { ${topic} } from '@parcels/messages';
import { Kafka } from 'kafkajs';

export async function listen(): Promise<void> {
  const consumer = new Kafka({ brokers: (process.env.KAFKA_BROKERS ?? '').split(',') }).consumer({ groupId: 'parcels' });
  await consumer.subscribe({ topic: ${topic} });
  await consumer.run({ eachMessage: async () => {} });
}
`;

export default [
  {
    title: 'a consumer that waits on RabbitMQ for what comes over Kafka',
    in: 'nest',
    edits: noticesOver('RMQ'),
    at: relay,
  },
  { title: 'a consumer that waits on NATS', in: 'nest', edits: noticesOver('NATS'), at: relay },
  {
    title: 'a consumer that waits on Redis',
    in: 'nest',
    edits: noticesOver('REDIS'),
    at: { file: 'apps/notices/src/notices.controller.ts', line: '@EventPattern(BOOKING_CONFIRMED)' },
  },
  {
    title: 'a consumer that was moved to Kafka alone',
    in: 'express',
    edits: {
      'services/tracking/src/follow-parcels.ts': inKafka('PARCEL_BOOKED').replace('listen()', 'followParcels()'),
    },
    at: { file: 'services/shipping/src/relay.ts', line: 'channel.publish(PARCEL_BOOKED' },
  },
  {
    title: 'another consumer that was moved to Kafka alone',
    in: 'express',
    edits: {
      'services/shipping/src/settle-delivered.ts': inKafka('PARCEL_DELIVERED').replace('listen()', 'settleDelivered()'),
    },
    at: {
      file: 'services/shipping/src/settle-delivered.ts',
      line: 'await consumer.subscribe({ topic: PARCEL_DELIVERED })',
    },
  },
] satisfies readonly Fault[];
