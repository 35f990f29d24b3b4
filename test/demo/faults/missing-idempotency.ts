import type { Fault } from './fault.ts';

const receipts = `import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { PgBoss } from 'pg-boss';

type Captured = { readonly reference: string; readonly amount: string };

/** Writes a receipt for each captured payment. */
export async function writeReceipts(): Promise<void> {
  const payments = new pg.Pool({ connectionString: process.env['PAYMENTS_DATABASE_URL'] });
  const boss = new PgBoss(process.env['BROKER_URL'] ?? '');
  await boss.start();
  await boss.createQueue('receipts');
  await boss.subscribe('payments.v1.PaymentCaptured', 'receipts');
  await boss.work<Captured>('receipts', async (jobs) => {
    for (const { data } of jobs)
      await payments.query('insert into receipts (id, reference, amount) values ($1, $2, $3)', [
        randomUUID(),
        data.reference,
        data.amount,
      ]);
  });
}
`;

const migration = `import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('receipts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('reference', 'text', (column) => column.notNull())
    .addColumn('amount', 'bigint', (column) => column.notNull())
    .execute();
}
`;

export const missingIdempotency: Fault = {
  rule: 'missing-idempotency',
  story: 'payments writes receipts past the inbox',
  edits: [
    { path: 'services/payments/adapters/events/receipts.ts', create: receipts },
    { path: 'services/payments/migrations/0002-receipts.ts', create: migration },
    {
      path: 'services/payments/main.ts',
      find: "import { paymentsContext } from './context.ts';\n",
      replace:
        "import { writeReceipts } from './adapters/events/receipts.ts';\nimport { paymentsContext } from './context.ts';\n",
    },
    {
      path: 'services/payments/main.ts',
      find: 'await runProcess',
      replace: 'await writeReceipts();\nawait runProcess',
    },
  ],
};
