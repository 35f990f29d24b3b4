import type { Fault } from '../../src/lint/kit.ts';

const book = 'services/shipping/src/book-parcel.ts';
const bookings = 'apps/bookings/src/bookings.service.ts';
const shipping = 'services/shipping/adapters/rpc/shipping-service.ts';
const tariffs = { file: 'packages/platform/src/client.ts', line: 'http.request(config)' };

export default [
  {
    title: 'a price that is asked for inside the transaction',
    in: 'express',
    edits: {
      [book]: [
        ['  const price = await priceOf(weight);\n', ''],
        [
          "    await client.query('begin');\n",
          "    await client.query('begin');\n    const price = await priceOf(weight);\n",
        ],
      ],
    },
    at: tariffs,
  },
  {
    title: 'a price that is asked for again before the commit',
    in: 'express',
    edits: {
      [book]: [
        ["    await client.query('commit');\n", "    await priceOf(weight);\n    await client.query('commit');\n"],
      ],
    },
    at: tariffs,
  },
  {
    title: 'a message that is sent inside the transaction',
    in: 'express',
    edits: {
      [book]: [
        ["import { pool } from './pool.ts';", "import { connect } from 'amqplib';\nimport { pool } from './pool.ts';"],
        [
          "    await client.query('commit');\n",
          "    const channel = await (await connect('amqp://rabbit')).createChannel();\n    channel.publish(PARCEL_BOOKED, '', Buffer.from(''));\n    await client.query('commit');\n",
        ],
      ],
    },
    at: { file: book, line: 'channel.publish(PARCEL_BOOKED' },
  },
  {
    title: 'a room that is asked for inside the transaction',
    in: 'nest',
    edits: {
      [bookings]: [
        [
          '    return this.prisma.$transaction(async (transaction) => {\n',
          '    return this.prisma.$transaction(async (transaction) => {\n      await this.rooms.bookable(request.roomId);\n',
        ],
      ],
    },
    at: { file: bookings, line: '      await this.rooms.bookable(request.roomId);' },
  },
  {
    title: 'an order that is asked for inside the transaction',
    in: 'generated',
    edits: {
      [shipping]: [
        [
          'atomically((stores) => sendParcel(stores, { reference, amount }))',
          'atomically(async (stores) => {\n        await orders.knows(reference);\n        return sendParcel(stores, { reference, amount });\n      })',
        ],
      ],
    },
    at: { file: shipping, line: 'await orders.knows(reference)' },
  },
] satisfies readonly Fault[];
