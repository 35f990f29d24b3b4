import pg from 'pg';
import { pino } from 'pino';
import { openDatabase } from '../chassis/src/database.ts';
import type { MessagingTables } from '../chassis/src/messaging-tables.ts';
import { Metrics } from '../chassis/src/metrics.ts';
import { migrateAsOwner } from '../chassis/src/migrate.ts';
import { Relay } from '../chassis/src/relay.ts';
import { backlogSql, newDatabase } from './database.ts';
import { sinkOf } from './sinks.ts';

/** `drain.ts <admin url> <sink url> <events>`: how fast the relay drains a backlog. */
const [adminUrl = '', sinkUrl = '', count = '20000'] = process.argv.slice(2);
const events = Number(count);
const log = pino({ level: 'error' });
const url = await newDatabase(adminUrl, 'drain');
const database = await openDatabase<MessagingTables>({ url, name: 'drain', log, maxConnections: 4 });
await migrateAsOwner('drain', {}, { owner: url, url, log });
const client = new pg.Client({ connectionString: url });
await client.connect();
await client.query(backlogSql(events));
await client.query('vacuum analyze outbox');

const { broker, stored } = await sinkOf(sinkUrl, log);
const relay = new Relay({ context: 'drain', db: database.query, broker, log, metrics: new Metrics() });
const before = process.cpuUsage();
const started = performance.now();
relay.start();
while (stored() < events) await new Promise((resolve) => setTimeout(resolve, 5));
const seconds = (performance.now() - started) / 1000;
const used = process.cpuUsage(before);
await relay.stop();
const { rows } = await client.query('select count(*)::int as left from outbox');
if (rows[0].left > 0) throw new Error(`${rows[0].left} events were left`);
console.log(JSON.stringify({ perSecond: events / seconds, microseconds: (used.user + used.system) / events }));
process.exit(0);
