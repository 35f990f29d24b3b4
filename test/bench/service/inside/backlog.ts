import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import pg from 'pg';
import { pino } from 'pino';
import { openDatabase, type Database } from '../chassis/src/database.ts';
import type { MessagingTables } from '../chassis/src/messaging-tables.ts';
import { Metrics } from '../chassis/src/metrics.ts';
import { migrateAsOwner } from '../chassis/src/migrate.ts';
import { Relay } from '../chassis/src/relay.ts';
import { backlogSql, newDatabase } from './database.ts';
import { sinkOf } from './sinks.ts';

/**
 * `backlog.ts <admin url> <sink url> <events>`: writers that commit at a steady pace, first beside a backlog that lies
 * there, then while a relay in a process of its own drains it.
 */
const [adminUrl = '', sinkUrl = '', count = '1000000', drained] = process.argv.slice(2);
const log = pino({ level: 'error' });
const PER_SECOND = 100;
const BEFORE_MS = 5000;
if (drained === undefined) await measure(Number(count));
else await drain(drained);

async function measure(events: number): Promise<void> {
  const url = await newDatabase(adminUrl, 'backlog');
  const database = await open(url);
  await migrateAsOwner('backlog', {}, { owner: url, url, log });
  await database.query.schema.createTable('written').addColumn('reference', 'text').execute();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(backlogSql(events));
  await client.query('vacuum analyze outbox');
  const before = await write(client, new Promise((resolve) => setTimeout(resolve, BEFORE_MS)));
  const relay = fork(import.meta.filename, [adminUrl, sinkUrl, count, url]);
  const started = performance.now();
  const over = once(relay, 'exit').then(() => (performance.now() - started) / 1000);
  const during = await write(client, over);
  console.log(
    JSON.stringify({
      perSecond: events / (await over),
      p50Before: at(before, 0.5),
      p99Before: at(before, 0.99),
      p50During: at(during, 0.5),
      p99During: at(during, 0.99),
    }),
  );
  process.exit(0);
}

function open(url: string): Promise<Database<MessagingTables>> {
  return openDatabase<MessagingTables>({ url, name: 'backlog', log, maxConnections: 4 });
}

/** What each transaction took, from when it was due; one that had to wait for the one before it counts that too. */
async function write(client: pg.Client, over: Promise<unknown>): Promise<readonly number[]> {
  const took: number[] = [];
  const end = new AbortController();
  void over.then(() => end.abort());
  const started = performance.now();
  for (let index = 0; !end.signal.aborted; index += 1) {
    const due = started + (index * 1000) / PER_SECOND;
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    // A timer may be early by a part of a millisecond.
    const from = Math.min(due, performance.now());
    await client.query('begin');
    await client.query('insert into written values ($1)', [randomUUID()]);
    await client.query(backlogSql(1));
    await client.query('commit');
    took.push(performance.now() - from);
  }
  return took;
}

function at(took: readonly number[], share: number): number {
  return took.toSorted((a, b) => a - b)[Math.floor(took.length * share)] ?? Number.NaN;
}

/** Until the backlog is gone; what is written meanwhile goes along. */
async function drain(url: string): Promise<void> {
  const database = await open(url);
  const { broker, stored } = await sinkOf(sinkUrl, log);
  const relay = new Relay({ context: 'backlog', db: database.query, broker, log, metrics: new Metrics() });
  relay.start();
  while (stored() < Number(count)) await new Promise((resolve) => setTimeout(resolve, 20));
  await relay.stop();
  process.exit(0);
}
