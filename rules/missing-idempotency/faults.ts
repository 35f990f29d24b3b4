import type { Fault } from '../../src/lint/kit.ts';

const settle = 'services/shipping/src/settle-delivered.ts';
const notices = 'apps/notices/src/notices.controller.ts';
const update = "      await pool.query('update parcels set delivered_at = $2 where id = $1', [parcel, at]);";

export default [
  {
    title: 'a delivery that is counted',
    in: 'express',
    edits: {
      [settle]: [
        [update, "      await pool.query('update parcels set deliveries = deliveries + 1 where id = $1', [parcel]);"],
      ],
    },
    at: { file: settle, line: 'set deliveries = deliveries + 1' },
  },
  {
    title: 'a delivery that adds a row under a fresh key',
    in: 'express',
    edits: {
      'services/shipping/migrations/0002-deliveries.sql':
        'create table deliveries (id uuid primary key default gen_random_uuid(), parcel uuid, at timestamptz);\n',
      [settle]: [
        [update, "      await pool.query('insert into deliveries (parcel, at) values ($1, $2)', [parcel, at]);"],
      ],
    },
    at: { file: settle, line: 'insert into deliveries' },
  },
  {
    title: 'a parcel that is made anew with each message',
    in: 'express',
    edits: {
      'services/tracking/src/follow-parcels.ts': [
        [
          '      await Parcel.updateOne({ _id: parcel }, { $set: { sender } }, { upsert: true });',
          '      await Parcel.updateOne({ _id: parcel }, { $inc: { seen: 1 } });',
        ],
      ],
    },
    at: { file: 'services/tracking/src/follow-parcels.ts', line: '$inc: { seen: 1 }' },
  },
  {
    title: 'a mail without the memory in front of it',
    in: 'nest',
    edits: {
      [notices]: [
        ['    if (await this.processed.existsBy({ id })) return;\n', ''],
        ['      await this.processed.insert({ id });\n', ''],
      ],
    },
    at: { file: 'apps/notices/src/mailer.ts', line: 'this.transport.sendMail' },
  },
  {
    title: 'a mail that is sent before anything is looked up',
    in: 'nest',
    edits: {
      [notices]: [
        [
          '    if (await this.processed.existsBy({ id })) return;\n',
          '    await this.mailer.confirm(event.guestEmail, event.bookingId);\n    if (await this.processed.existsBy({ id })) return;\n',
        ],
        [
          '      await this.processed.insert({ id });\n      await this.mailer.confirm(event.guestEmail, event.bookingId);\n',
          '      await this.processed.insert({ id });\n',
        ],
      ],
    },
    at: { file: 'apps/notices/src/mailer.ts', line: 'this.transport.sendMail' },
  },
  {
    title: 'a payment that is charged outside of the inbox',
    in: 'generated',
    edits: {
      'services/payments/main.ts': "import './listen.ts';\n",
      'services/payments/listen.ts':
        "import { Kafka } from 'kafkajs';\nimport Stripe from 'stripe';\n\nconst stripe = new Stripe('');\nconst consumer = new Kafka({ brokers: ['kafka:9092'] }).consumer({ groupId: 'payments' });\nawait consumer.subscribe({ topic: 'orders.placed' });\nawait consumer.run({\n  eachMessage: async ({ message }) => {\n    await stripe.paymentIntents.create({ amount: Number(message.value) });\n  },\n});\n",
    },
    at: { file: 'services/payments/listen.ts', line: 'stripe.paymentIntents.create' },
  },
] satisfies readonly Fault[];
