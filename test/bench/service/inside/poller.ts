import pg from 'pg';
import { pino } from 'pino';
import { migrateAsOwner } from '../chassis/src/migrate.ts';
import { backlogSql, newDatabase } from './database.ts';
import { sinkOf } from './sinks.ts';

/**
 * `poller.ts <admin url> <sink url> <events>`: a sequential poller as MassTransit's delivery service is by default:
 * a hundred rows a query, one send at a time, each deleted when it is sent.
 */
const [adminUrl = '', sinkUrl = '', count = '2000'] = process.argv.slice(2);
const events = Number(count);
const log = pino({ level: 'error' });
const url = await newDatabase(adminUrl, 'poller');
await migrateAsOwner('poller', {}, { owner: url, url, log });
const client = new pg.Client({ connectionString: url });
await client.connect();
await client.query(backlogSql(events));
await client.query('vacuum analyze outbox');
const { broker } = await sinkOf(sinkUrl, log);
const started = performance.now();
for (;;) {
  await client.query('begin');
  const { rows } = await client.query('select * from outbox order by position limit 100 for update');
  for (const row of rows) {
    const { id, type: channel, headers, payload, occurred_at } = row;
    const key = `${row.aggregatetype}/${row.aggregateid}`;
    await broker.publish([{ id, channel, key, headers, payload, occurredAt: occurred_at.toISOString() }]);
    await client.query('delete from outbox where id = $1', [id]);
  }
  await client.query('commit');
  if (rows.length === 0) break;
}
console.log(JSON.stringify({ perSecond: events / ((performance.now() - started) / 1000) }));
process.exit(0);
