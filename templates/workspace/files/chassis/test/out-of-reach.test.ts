import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { TLSSocket } from 'node:tls';
import { sql } from 'kysely';
import { pino } from 'pino';
import { openDatabase } from '../src/database.ts';
import { isOutOfReach } from '../src/out-of-reach.ts';
import { toRpcError } from '../src/rpc/errors.ts';
import { Authority } from '../src/testing/certificates.ts';
import { eventually, Harness } from '../src/testing/harness.ts';
import { freePort } from '../src/testing/postgres.ts';

const log = pino({ level: 'silent' });
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => assert.fail('it succeeded'),
    (error: unknown) => error,
  );

test('a server that is not there is UNAVAILABLE', async () => {
  const url = `postgres://nobody@127.0.0.1:${await freePort()}/nothing`;
  const database = await openDatabase<{}>({ url, name: 'gone', log });
  const error = await failureOf(sql`select 1`.execute(database.query));
  assert.equal(toRpcError(error).code, 'UNAVAILABLE');
  await database.close();
});

test('a server that hangs up is UNAVAILABLE', async () => {
  const port = await freePort();
  const server = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
  const database = await openDatabase<{}>({ url: `postgres://nobody@127.0.0.1:${port}/nothing`, name: 'rude', log });
  const error = await failureOf(sql`select 1`.execute(database.query));
  assert.equal(toRpcError(error).code, 'UNAVAILABLE');
  await database.close();
  server.close();
});

test('a server with a certificate that nobody vouches for is UNAVAILABLE, and so is one without any', async () => {
  const authority = await Authority.create();
  const { TLS_CERT_FILE, TLS_KEY_FILE } = await authority.issue('database');
  const [cert, key] = await Promise.all([readFile(TLS_CERT_FILE), readFile(TLS_KEY_FILE)]);
  for (const answer of ['S', 'N']) {
    const port = await freePort();
    const server = createServer((socket) =>
      socket.once('data', () => {
        socket.write(answer);
        if (answer === 'S') new TLSSocket(socket, { isServer: true, cert, key }).on('error', () => socket.destroy());
      }),
    ).listen(port, '127.0.0.1');
    const url = `postgres://nobody@127.0.0.1:${port}/nothing?sslmode=verify-full`;
    const database = await openDatabase<{}>({ url, name: 'unknown', log });
    const error = await failureOf(sql`select 1`.execute(database.query));
    assert.equal(toRpcError(error).code, 'UNAVAILABLE', String(error));
    await database.close();
    server.close();
  }
  await authority.remove();
});

test('a server that does not let us in is UNAVAILABLE', async () => {
  const harness = await Harness.start();
  try {
    const url = Object.assign(new URL(await harness.createDatabase('closed')), { password: 'yesterday' }).href;
    const database = await openDatabase<{}>({ url, name: 'closed', log });
    harness.onClose(() => database.close());
    const error = await failureOf(sql`select 1`.execute(database.query));
    assert.equal(toRpcError(error).code, 'UNAVAILABLE', String(error));
  } finally {
    await harness.close();
  }
});

test('a session that is ended, and a pool without a free connection, are UNAVAILABLE; a wrong statement is not', async () => {
  const harness = await Harness.start();
  try {
    const url = await harness.createDatabase('busy');
    const database = await openDatabase<{}>({ url, name: 'busy', log, maxConnections: 1, connectTimeoutMs: 2000 });
    harness.onClose(() => database.close());
    assert.equal(isOutOfReach(await failureOf(sql`select nonsense`.execute(database.query))), false);
    const ended = sql`select pg_terminate_backend(pg_backend_pid())`.execute(database.query);
    assert.equal(toRpcError(await failureOf(ended)).code, 'UNAVAILABLE');
    await eventually(database.isReachable);
    await database.atomically(async () => {
      const waiting = await failureOf(sql`select 1`.execute(database.query));
      assert.equal(toRpcError(waiting).code, 'UNAVAILABLE');
    });
  } finally {
    await harness.close();
  }
});
