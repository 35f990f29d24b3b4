import type { Fault } from './fault.ts';

const report = `import pg from 'pg';

const orders = new pg.Pool({ connectionString: process.env['ORDERS_DATABASE_URL'] });

/** What was sold and never paid for, for the monthly report. */
export async function unpaidTotal(): Promise<bigint> {
  const { rows } = await orders.query("select sum(amount) as total from orders where status = 'PENDING'");
  return BigInt(rows[0].total ?? 0);
}
`;

export const sharedDatabase: Fault = {
  rule: 'shared-database',
  story: 'payments reads the orders table for a report',
  edits: [
    { path: 'services/payments/adapters/store/unpaid-report.ts', create: report },
    {
      path: 'compose.yaml',
      find: '      PAYMENTS_DATABASE_URL:',
      replace:
        '      ORDERS_DATABASE_URL: postgres://orders:${ORDERS_DATABASE_PASSWORD:-orders}@postgres:5432/orders\n      PAYMENTS_DATABASE_URL:',
    },
    {
      path: 'services/payments/adapters/rpc/payments-service.ts',
      find: "import { InvalidPayment, type Payment } from '../../domain/payment.ts';",
      replace: `import { InvalidPayment, type Payment } from '../../domain/payment.ts';
import { unpaidTotal } from '../store/unpaid-report.ts';`,
    },
    {
      path: 'services/payments/adapters/rpc/payments-service.ts',
      find: '    async getPayment({ id }) {\n',
      replace: "    async getPayment({ id }) {\n      if (id === 'unpaid') console.log(await unpaidTotal());\n",
    },
  ],
};
