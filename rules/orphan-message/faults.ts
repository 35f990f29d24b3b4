import type { Fault } from '../../src/lint/kit.ts';

export default [
  {
    title: 'an event of Kafka that one side renamed',
    in: 'nest',
    edits: {
      'apps/notices/src/notices.controller.ts': [
        ['@EventPattern(BOOKING_CONFIRMED)', "@EventPattern('bookings.v1.booking-done')"],
      ],
    },
    at: { file: 'apps/bookings/src/outbox-relay.ts', line: 'await this.producer.send({' },
  },
  {
    title: 'a consumer of an event that nobody publishes any more',
    in: 'nest',
    edits: {
      'apps/bookings/src/outbox-relay.ts': [
        ['topic: BOOKING_CONFIRMED,\n      messages', "topic: 'bookings.v1.booking-made',\n      messages"],
      ],
    },
    at: { file: 'apps/notices/src/notices.controller.ts', line: '@EventPattern(BOOKING_CONFIRMED)' },
  },
  {
    title: 'a queue that was never bound',
    in: 'express',
    edits: {
      'services/tracking/src/follow-parcels.ts': [["  await channel.bindQueue(queue, PARCEL_BOOKED, '');\n", '']],
    },
    at: { file: 'services/shipping/src/relay.ts', line: 'channel.publish(PARCEL_BOOKED' },
  },
  {
    title: 'an exchange whose consumer was taken out',
    in: 'express',
    edits: {
      'services/shipping/src/main.ts': [
        ["import { settleDelivered } from './settle-delivered.ts';\n", ''],
        ['await settleDelivered();\n', ''],
      ],
      'services/shipping/src/settle-delivered.ts': null,
    },
    at: { file: 'services/tracking/src/mark-delivered.ts', line: 'channel.publish(PARCEL_DELIVERED' },
  },
  {
    title: 'a second event that nobody listens to',
    in: 'express',
    edits: {
      'services/shipping/src/relay.ts': [
        [
          '        await channel.waitForConfirms();',
          "        channel.publish('shipping.v1.parcel-priced', '', Buffer.from(row.payload));\n        await channel.waitForConfirms();",
        ],
      ],
    },
    at: { file: 'services/shipping/src/relay.ts', line: "channel.publish('shipping.v1.parcel-priced'" },
  },
] satisfies readonly Fault[];
