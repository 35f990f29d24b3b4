import type { Fault } from '../../src/lint/kit.ts';

const book = 'services/shipping/src/book-parcel.ts';
const settle = 'services/shipping/src/settle-delivered.ts';
const bookings = 'apps/bookings/src/bookings.service.ts';

export default [
  {
    title: 'a transaction that is prepared, not committed',
    in: 'express',
    edits: {
      [book]: [["    await client.query('commit');\n", '    await client.query("PREPARE TRANSACTION \'parcel\'");\n']],
    },
    at: { file: book, line: 'PREPARE TRANSACTION' },
  },
  {
    title: 'a consumer that prepares a transaction',
    in: 'express',
    edits: {
      [settle]: [
        [
          '      channel.ack(message);',
          '      await pool.query("prepare transaction \'settled\'");\n      channel.ack(message);',
        ],
      ],
    },
    at: { file: settle, line: 'prepare transaction' },
  },
  {
    title: 'a transaction that is begun as a branch of XA',
    in: 'express',
    edits: { [book]: [["    await client.query('begin');\n", '    await client.query("XA START \'parcel\'");\n']] },
    at: { file: book, line: 'XA START' },
  },
  {
    title: 'a mapper that prepares a transaction',
    in: 'nest',
    edits: {
      [bookings]: [
        [
          '      return { id: booking.id };',
          '      await transaction.$executeRawUnsafe("PREPARE TRANSACTION \'booking\'");\n      return { id: booking.id };',
        ],
      ],
    },
    at: { file: bookings, line: 'PREPARE TRANSACTION' },
  },
  {
    title: 'a handler of an event that prepares a transaction',
    in: 'generated',
    edits: {
      'services/payments/application/when-order-placed.ts':
        "import { Pool } from 'pg';\n\nconst pool = new Pool();\n\nexport async function whenOrderPlaced(): Promise<void> {\n  await pool.query(\"PREPARE TRANSACTION 'payment'\");\n}\n",
    },
    at: { file: 'services/payments/application/when-order-placed.ts', line: 'PREPARE TRANSACTION' },
  },
] satisfies readonly Fault[];
