import type { Fault } from '../../src/lint/kit.ts';

const delivery = 'services/tracking/src/mark-delivered.ts';
const service = 'apps/bookings/src/bookings.service.ts';
const inBookings = (body: string): Fault['edits'] => ({
  [service]: `import { Injectable } from '@nestjs/common';
import { Kafka } from 'kafkajs';
import { PrismaService } from './prisma.service';
import { Rooms } from './rooms';

export type BookingRequest = { readonly roomId: string; readonly guestEmail: string; readonly night: string };

@Injectable()
export class BookingsService {
  private readonly producer = new Kafka({ brokers: ['kafka:9092'] }).producer();

  constructor(
    private readonly prisma: PrismaService,
    private readonly rooms: Rooms,
  ) {}

  async book(requestKey: string, request: BookingRequest): Promise<{ id: string } | undefined> {
    const room = await this.rooms.bookable(request.roomId);
    if (!room) return undefined;
${body}
    return { id: requestKey };
  }
}
`,
});
const upsert = (through: string): string =>
  `    await ${through}.booking.upsert({ where: { requestKey }, create: { requestKey }, update: {} });`;
const tell = "    await this.producer.send({ topic: 'bookings.confirmed', messages: [{ value: requestKey }] });";

export default [
  {
    title: 'a delivery that is stored, then told',
    in: 'express',
    edits: {
      [delivery]: [
        [
          '  response.status(204).end();',
          "  const news = await connect('amqp://rabbit');\n  const told = await news.createChannel();\n  told.publish(PARCEL_DELIVERED, '', Buffer.from(delivered.parcel));\n  response.status(204).end();",
        ],
        [', outbox: [{ topic: PARCEL_DELIVERED, payload: JSON.stringify(delivered) }] },', ' },'],
      ],
    },
    at: { file: delivery, line: "told.publish(PARCEL_DELIVERED, ''" },
  },
  {
    title: 'a delivery that is told, then stored',
    in: 'express',
    edits: {
      [delivery]: [
        [
          '  await Parcel.updateOne(\n    { _id: delivered.parcel, deliveredAt: null },',
          "  const news = await connect('amqp://rabbit');\n  const told = await news.createChannel();\n  told.publish(PARCEL_DELIVERED, '', Buffer.from(delivered.parcel));\n  await Parcel.updateOne(\n    { _id: delivered.parcel, deliveredAt: null },",
        ],
        [', outbox: [{ topic: PARCEL_DELIVERED, payload: JSON.stringify(delivered) }] },', ' },'],
      ],
    },
    at: { file: delivery, line: "told.publish(PARCEL_DELIVERED, ''" },
  },
  {
    title: 'a booking whose event no longer goes through the outbox',
    in: 'nest',
    edits: inBookings(`${upsert('this.prisma')}\n${tell}`),
    at: { file: service, line: "topic: 'bookings.confirmed'" },
  },
  {
    title: 'a booking that is told inside its transaction',
    in: 'nest',
    edits: inBookings(
      `    await this.prisma.$transaction(async (transaction) => {\n${upsert('transaction')}\n${tell}\n    });`,
    ),
    at: { file: service, line: "topic: 'bookings.confirmed'" },
  },
  {
    title: 'a consumer that settles a parcel and tells it',
    in: 'express',
    edits: {
      'services/shipping/src/settle-delivered.ts': [
        [
          '      channel.ack(message);',
          "      channel.publish('shipping.v1.parcel-settled', '', Buffer.from(parcel));\n      channel.ack(message);",
        ],
      ],
    },
    at: { file: 'services/shipping/src/settle-delivered.ts', line: "channel.publish('shipping.v1.parcel-settled'" },
  },
  {
    title: 'a payment that is noted and told by its consumer',
    in: 'generated',
    edits: {
      'services/payments/adapters/store/foreign-events.ts': [
        [
          "import type { Transaction } from 'kysely';",
          "import { Kafka } from 'kafkajs';\nimport type { Transaction } from 'kysely';\n\nconst news = new Kafka({ brokers: ['kafka:9092'] }).producer();",
        ],
        [
          '        .execute();',
          "        .execute();\n      await news.send({ topic: 'payments.heard', messages: [{ value: subjectId }] });",
        ],
      ],
    },
    at: { file: 'services/payments/adapters/store/foreign-events.ts', line: "topic: 'payments.heard'" },
  },
] satisfies readonly Fault[];
