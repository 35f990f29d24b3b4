import { sql } from 'kysely';
import assert from 'node:assert/strict';
import { readdir, readFile, readlink } from 'node:fs/promises';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { pino } from 'pino';
import { postgresBroker } from '../src/broker-postgres.ts';
import { openDatabase } from '../src/database.ts';
import { eventually, Harness } from '../src/testing/harness.ts';

let harness: Harness;
before(async () => {
  harness = await Harness.start();
});
after(() => harness.close());

const TICKS_A_SECOND = 100;
const log = pino({ level: 'silent' });

/**
 * After how many seconds of silence the kernel asks for a sign of life, on each connection of this process to a port;
 * never where it was not told to.
 */
async function asksAfter(port: string): Promise<readonly number[]> {
  const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''));
  const own = new Set((await Promise.all(links)).map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? ''));
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/self/net/${name}`, 'utf8').catch(() => '')));
  const remote = Number(port).toString(16).toUpperCase().padStart(4, '0');
  return tables.flatMap((table) =>
    table.split('\n').flatMap((line) => {
      const [, , to = '', state, , timer = '', , , , inode = ''] = line.trim().split(/\s+/);
      if (state !== '01' || !to.endsWith(`:${remote}`) || !own.has(inode)) return [];
      const [kind, ticks = ''] = timer.split(':');
      return [kind === '02' ? Number.parseInt(ticks, 16) / TICKS_A_SECOND : Number.POSITIVE_INFINITY];
    }),
  );
}

const skip = process.platform !== 'linux' && 'no other kernel tells';

test('every connection to PostgreSQL, and to the broker in it, asks for signs of life', { skip }, async () => {
  const { url } = await harness.createRoles('idle');
  const database = await openDatabase<{}>({ url, name: 'idle', log });
  harness.onClose(() => database.close());
  await sql`select 1`.execute(database.query);
  const broker = await postgresBroker({ url: await harness.createDatabase('broker'), name: 'idle', log });
  await broker.start();
  harness.onClose(() => broker.close());
  await broker.subscribe({ group: 'idle', channels: ['idle.v1.Event'], concurrency: 1, handle: async () => ({ kind: 'done' }) });
  // While something is under way, the kernel waits for that.
  const waits = await eventually(async () => {
    const all = await asksAfter(new URL(url).port);
    return all.length >= 3 && all.every((seconds) => seconds <= 30) && all;
  }, { withinMs: 10_000 });
  assert.ok(waits.some((seconds) => seconds <= 10));
});
