import { sql, type Kysely } from 'kysely';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { pino } from 'pino';
import type { Log } from '../src/log.ts';
import { migrateAsOwner, type Migrations, type Roles } from '../src/migrate.ts';
import { eventually, Harness } from '../src/testing/harness.ts';

let harness: Harness;
const silent = pino({ level: 'silent' });

before(async () => {
  harness = await Harness.start();
});
after(() => harness.close());

const running = (statement: string) => ({
  up: async (db: Kysely<unknown>) => void (await sql.raw(statement).execute(db)),
});
const first: Migrations = { '0001-first': running('create table thing (id int)') };
const second: Migrations = { ...first, '0003-second': running('alter table thing add name text') };

/** Everything that is logged, for a look. */
function heard(): { readonly log: Log; readonly lines: () => string } {
  let text = '';
  return { log: pino({ level: 'warn' }, { write: (line) => void (text += line) }), lines: () => text };
}
const migrateTo = (roles: Roles, migrations: Migrations, log: Log = silent) =>
  migrateAsOwner('test', migrations, { ...roles, log });

test('an older version starts on the database of a newer one, and says so', async () => {
  const roles = await harness.createRoles('newer');
  await migrateTo(roles, first);
  await migrateTo(roles, second);
  const { log, lines } = heard();
  await migrateTo(roles, first, log);
  assert.match(lines(), /0003-second.*the database is newer/);
  await migrateTo(roles, { ...second, '0004-third': running('create table other (id int)') });
});

test('versions that start at once all succeed, whichever is the first', async () => {
  const roles = await harness.createRoles('both');
  await Promise.all([second, first, second, first].map((version) => migrateTo(roles, version)));
});

test('replicas that grant and one that alters do not fail each other', async () => {
  const roles = await harness.createRoles('granting');
  // So many that rights on all of them take a while.
  const each = (statement: string) => running(`do $$ begin for n in 1..300 loop execute format('${statement}', n); end loop; end $$`);
  let migrations: Migrations = { '0001': each('create table thing_%s (id int)') };
  await migrateTo(roles, migrations);
  for (const name of ['0002', '0003', '0004']) {
    const newer = { ...migrations, [name]: each(`alter table thing_%s add c${name} int`) };
    await Promise.all([migrations, migrations, newer, newer].map((version) => migrateTo(roles, version)));
    migrations = newer;
  }
});

test('a name that is unknown and not the newest, or that comes too late, is an error', async () => {
  const roles = await harness.createRoles('foreign');
  await migrateTo(roles, second);
  const { '0001-first': gone, ...last } = second;
  assert.ok(gone);
  await assert.rejects(migrateTo(roles, last), ({ cause }) => /0001-first is missing/.test(String(cause)));
  await assert.rejects(migrateTo(roles, { ...first, '0002-between': running('select 1') }));
});

test('a migration may take long, and does not keep others waiting behind a lock it does not get', async () => {
  const roles = await harness.createRoles('patient');
  await migrateTo(roles, first);
  const [holder, reader] = await Promise.all([connected(roles.owner), connected(roles.owner)]);
  await holder.query('begin');
  await holder.query('select * from thing');
  const slow = {
    async up(db: Kysely<unknown>) {
      const { rows } = await sql<{ longest: string }>`select current_setting('statement_timeout') as longest`.execute(db);
      assert.equal(rows[0]?.longest, '0');
      await sql`alter table thing add name text`.execute(db);
    },
  };
  const { log, lines } = heard();
  const migrating = migrateAsOwner('test', { ...first, '0002-slow': slow }, { ...roles, log, lockMs: 200 });
  // It tries, and lets go: a reader who came behind it is not held up for as long as the transaction lasts.
  await eventually(async () => lines().includes('it tries again'));
  await reader.query('select * from thing');
  await holder.query('rollback');
  await migrating;
  await reader.query('select name from thing');
});

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  harness.onClose(() => client.end());
  return client;
}

test('a server that takes the connection and says nothing is given up', { timeout: 10_000 }, async () => {
  const sockets: Socket[] = [];
  const mute = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
  harness.onClose(() => {
    mute.close();
    for (const socket of sockets) socket.destroy();
  });
  await once(mute, 'listening');
  const { port } = mute.address() as AddressInfo;
  const url = `postgres://a:b@127.0.0.1:${port}/c`;
  await assert.rejects(migrateAsOwner('mute', first, { owner: url, url, log: silent, connectMs: 300 }), /timeout|timed out/);
});
