import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of its own on the server; its role may do what it likes there. */
export async function newDatabase(adminUrl: string, name: string): Promise<string> {
  const unique = `${name}_${randomBytes(4).toString('hex')}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`create role ${unique} login password '${unique}' superuser`);
  await admin.query(`create database ${unique} owner ${unique}`);
  await admin.end();
  const url = new URL(adminUrl);
  Object.assign(url, { username: unique, password: unique, pathname: `/${unique}` });
  return url.href;
}

/** Fills the outbox with events of a thousand aggregates, as the chassis would have written them. */
export const backlogSql = (events: number): string => `
  insert into outbox (id, aggregatetype, aggregateid, shard, type, payload, headers, occurred_at)
  select gen_random_uuid(), 'Order', 'order-' || n % 1000, n % 1000 % 4, 'orders.v1.OrderPlaced',
    jsonb_build_object('orderId', 'order-' || n % 1000, 'reference', 'reference-' || n, 'amount', n::text,
      'occurredAt', '2026-01-01T00:00:00Z'),
    '{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"}', now()
  from generate_series(1, ${events}) n`;
