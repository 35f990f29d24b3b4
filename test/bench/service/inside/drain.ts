import { pino } from 'pino';
import pg from 'pg';
import { openDatabase } from '../chassis/src/database.ts';
import type { MessagingTables } from '../chassis/src/messaging-tables.ts';
import { Metrics } from '../chassis/src/metrics.ts';
import { migrate } from '../chassis/src/migrate.ts';
import { Relay } from '../chassis/src/relay.ts';
import { backlogSql, newDatabase } from './database.ts';
import { sinkOf } from './sinks.ts';

/** `drain.ts <admin url> <sink> <sink url> <events>`: how fast the relay drains a backlog. */
const [adminUrl = '', sink = '', sinkUrl = '', count = '20000'] = process.argv.slice(2);
const events = Number(count);
const log = pino({ level: process.env['LOG_LEVEL'] ?? 'error' });
const url = await newDatabase(adminUrl, 'drain');
const database = await openDatabase<MessagingTables>({ url, name: 'drain', log, maxConnections: 4 });
await migrate(database.query, {});
const client = new pg.Client({ connectionString: url });
await client.connect();
await client.query(backlogSql(events));
await client.query('vacuum analyze outbox');

const { broker, taken } = await sinkOf(sink, sinkUrl, log);
const relay = new Relay({ context: 'drain', db: database.query, broker, log, metrics: new Metrics() });
const cpu = process.cpuUsage();
const started = performance.now();
relay.start();
while (taken() < events) await new Promise((resolve) => setTimeout(resolve, 5));
const seconds = (performance.now() - started) / 1000;
const used = process.cpuUsage(cpu);
await relay.stop();
const left = (await client.query('select count(*)::int as n from outbox')).rows[0].n;
await broker.close();
await client.end();
await database.close();
if (left > 0) throw new Error(`${left} events were left`);
console.log(
  JSON.stringify({
    perSecond: Math.round(events / seconds),
    cpuMs: Math.round((used.user + used.system) / 1000),
    seconds,
  }),
);
process.exit(0);
