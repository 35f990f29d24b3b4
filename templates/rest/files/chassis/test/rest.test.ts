import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { pino } from 'pino';
import { openDatabase, type Database } from '../src/database.ts';
import type { Running } from '../src/process.ts';
import { forgetKeys } from '../src/rest/idempotency.ts';
import { eventually, Harness } from '../src/testing/harness.ts';
import { noting, seen, type NoteTables } from './rest-context.ts';

let harness: Harness;
let running: Running;
let replica: Running;
let database: Database<NoteTables>;

before(async () => {
  harness = await Harness.start();
  const environment: Record<string, string> = { ...(await harness.environment(noting)), REST_DEADLINE_MS: '1500' };
  [running, replica] = await Promise.all([harness.process([noting], environment), harness.process([noting], environment)]);
  database = await openDatabase({
    url: environment['NOTING_DATABASE_URL'] ?? '',
    name: 'test',
    log: pino({ level: 'silent' }),
  });
  harness.onClose(() => database.close());
});
after(() => harness.close());

const at = (path: string, { facadePorts } = running) => `http://127.0.0.1:${facadePorts['rest']}${path}`;
const post = (text: string, headers: Record<string, string> = {}, where = running) =>
  fetch(at('/v1/notes', where), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ text }),
  });
const timesNoted = async (text: string) =>
  (await database.query.selectFrom('note').selectAll().where('text', '=', text).execute()).length;
const keptKeys = async () => {
  const { rows } = await sql<{ key: string }>`select key from idempotency_key`.execute(database.query);
  return new Set(rows.map(({ key }) => key));
};

test('a call is answered as JSON, where it can be found again, and with the trace it belongs to', async () => {
  const response = await post('a b');
  assert.equal(response.status, 201);
  assert.equal(response.headers.get('location'), '/v1/notes/a%20b');
  assert.match(response.headers.get('trace-id') ?? '', /^[0-9a-f]{32}$/);
  assert.equal(((await response.json()) as { text: string }).text, 'a b');
});

test('a key that comes again is answered as the first time, byte for byte, and has no second effect', async () => {
  const first = await post('once', { 'idempotency-key': '"8e03978e-40d5-43dd-bc93-6894a57f9324"' });
  const again = await post('once', { 'idempotency-key': '8e03978e-40d5-43dd-bc93-6894a57f9324' }, replica);
  assert.equal(again.status, 201);
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
  assert.equal(again.headers.get('location'), first.headers.get('location'));
  assert.equal(await again.text(), await first.text());
  assert.equal(await timesNoted('once'), 1);
});

test('a key for another request is 422; another caller has keys of its own', async () => {
  await post('mine', { 'idempotency-key': 'k1' });
  assert.equal((await post('other', { 'idempotency-key': 'k1' })).status, 422);
  assert.equal((await post('other', { 'idempotency-key': 'k1', 'x-caller': 'b' })).status, 201);
  assert.equal((await post('x', { 'idempotency-key': 'has space' })).status, 400);
});

test('while a key is being answered, the same is 409 on every replica, and later the answer', async () => {
  const key = { 'idempotency-key': 'k2' };
  const first = post('slow', key);
  await eventually(async () => seen.calls > 0 && (await isLocked()));
  const second = await post('slow', key, replica);
  assert.equal(second.status, 409);
  assert.equal(second.headers.get('retry-after'), '1');
  assert.equal((await first).status, 201);
  assert.equal((await post('slow', key, replica)).status, 201);
  assert.equal(await timesNoted('slow'), 1);
});

test('ten at once with one key have one effect', async () => {
  const key = { 'idempotency-key': 'k3' };
  const statuses = await Promise.all(
    Array.from({ length: 10 }, async (_, n) => (await post('ten', key, n % 2 ? running : replica)).status),
  );
  assert.ok(statuses.includes(201));
  assert.deepEqual(statuses.filter((status) => status !== 201 && status !== 409), []);
  assert.equal(await timesNoted('ten'), 1);
});

test('what failed left neither effect nor key', async () => {
  for (const text of ['refuse me', 'crash now']) {
    const response = await post(text, { 'idempotency-key': text.split(' ')[0] ?? '' });
    assert.ok(response.status >= 400);
    assert.equal(await timesNoted(text), 0);
  }
  const left = await keptKeys();
  assert.ok(!left.has('refuse') && !left.has('crash'));
});

test('an effect whose key cannot be kept is undone', async () => {
  const response = await post('never', { 'idempotency-key': 'unkeepable' });
  assert.equal(response.status, 500);
  assert.equal(await timesNoted('never'), 0);
});

test('errors are problems: status, reason, every wrong field, and nothing of the inside', async () => {
  const refused = await post('refuse');
  assert.equal(refused.headers.get('content-type'), 'application/problem+json');
  assert.deepEqual(await refused.json(), {
    type: 'urn:problem:notes:NOT_TODAY',
    title: 'Bad Request',
    status: 400,
    detail: 'not today',
    code: 'FAILED_PRECONDITION',
  });
  const wrong = (await (await post('')).json()) as { errors: unknown };
  assert.deepEqual(wrong.errors, [{ pointer: '#/text', detail: 'must not be empty' }]);
  const crashed = await (await post('crash')).text();
  assert.match(crashed, /"status":500/);
  assert.doesNotMatch(crashed, /hunter2/);
});

test('what is no request of the contract is refused', async () => {
  const status = async (init: RequestInit, path = '/v1/notes') => (await fetch(at(path), { method: 'POST', ...init })).status;
  const json = { 'content-type': 'application/json' };
  assert.equal(await status({ body: '{', headers: json }), 400);
  assert.equal(await status({ body: '[]', headers: json }), 400);
  assert.equal(await status({ body: '{"nope":1}', headers: json }), 400);
  assert.equal(await status({ body: '{}', headers: { 'content-type': 'text/plain' } }), 415);
  assert.equal(await status({ body: `{"text":"${'x'.repeat(1_100_000)}"}`, headers: json }), 413);
  assert.equal(await status({}, '/v2/notes'), 404);
  assert.equal(await status({}, '/v1/notes/%ff'), 400);
  const wrongMethod = await fetch(at('/v1/notes'), { method: 'PATCH' });
  assert.equal(wrongMethod.status, 405);
  assert.equal(wrongMethod.headers.get('allow'), 'POST');
});

test('a body that never says how long it is, is cut at the limit', async () => {
  const chunk = new TextEncoder().encode('x'.repeat(100_000));
  let sent = 0;
  const body = new ReadableStream({
    pull: (controller) => {
      sent += 1;
      if (sent > 200) controller.close();
      else controller.enqueue(chunk);
    },
  });
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' as const };
  const outcome = await fetch(at('/v1/notes'), init).then(
    ({ status }) => status,
    () => 413,
  );
  assert.equal(outcome, 413);
  assert.ok(sent < 200);
});

test('a read takes its request from path and query, and tells who has the version already', async () => {
  const first = await fetch(at('/v1/notes/a%2Fb?loud=true&tags=x'));
  assert.deepEqual(await first.json(), { text: 'A/B', tags: ['x'] });
  const two = await fetch(at('/v1/notes/c?tags=x&tags=y'));
  assert.deepEqual(await two.json(), { text: 'c', tags: ['x', 'y'] });
  assert.equal((await fetch(at('/v1/notes/c?colour=red'))).status, 400);
  assert.equal((await fetch(at('/v1/notes/c'), { method: 'HEAD' })).status, 200);
  const known = { 'if-none-match': `"x", W/${first.headers.get('etag')}` };
  const again = await fetch(at('/v1/notes/A%2FB'), { headers: known });
  assert.equal(again.status, 304);
  assert.equal(await again.text(), '');
});

test('a deadline ends the wait, reaches the handler and undoes what it did', async () => {
  const before = seen.aborted;
  const response = await post('hang', { 'idempotency-key': 'k4' });
  assert.equal(response.status, 504);
  await eventually(async () => seen.aborted > before);
  assert.equal(await timesNoted('hang'), 0);
});

test('a caller that hangs up reaches the handler', async () => {
  const before = seen.aborted;
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 100);
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"text":"hang up"}' };
  await assert.rejects(fetch(at('/v1/notes'), { ...init, signal: controller.signal }));
  await eventually(async () => seen.aborted > before, { withinMs: 1000 });
});

test('a caller that hangs up before anything was begun leaves no transaction open, and its key free', async () => {
  const key = { 'idempotency-key': 'k5' };
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 100);
  const headers = { 'content-type': 'application/json', ...key };
  const init = { method: 'POST', headers, body: '{"text":"think"}', signal: controller.signal };
  await assert.rejects(fetch(at('/v1/notes'), init));
  await eventually(async () => seen.thought === 1);
  assert.equal((await post('think', key, replica)).status, 201);
  assert.equal(await timesNoted('think'), 1);
  await eventually(async () => !(await isLocked()), { withinMs: 1000 });
});

test('names that no header can carry are encoded; where they are not, it is a problem and nothing has happened', async () => {
  const read = await fetch(at('/v1/notes/%E5%90%8D%0A'));
  assert.deepEqual([read.status, read.headers.get('etag')], [200, '"%E5%90%8D%0A"']);
  const made = await post('raw \u540d', { 'idempotency-key': 'k6' });
  assert.equal(made.status, 500);
  assert.equal(made.headers.get('content-type'), 'application/problem+json');
  assert.equal(await timesNoted('raw \u540d'), 0);
  assert.ok(!(await keptKeys()).has('k6'));
});

test('old keys are forgotten, young ones are not', async () => {
  await post('old', { 'idempotency-key': 'old' });
  await post('young', { 'idempotency-key': 'young' });
  await sql`update idempotency_key set answered_at = now() - interval '25 hours' where key = 'old'`.execute(database.query);
  assert.equal(await forgetKeys(database.query, 24), 1);
  const left = await keptKeys();
  assert.ok(left.has('young') && !left.has('old'));
});

test('at the end a request in hand is answered, and idle connections do not hold it up', async () => {
  const idle = connect(replica.facadePorts['rest'] ?? 0, '127.0.0.1');
  harness.onClose(() => void idle.destroy());
  const inHand = post('slow goodbye', {}, replica);
  await eventually(async () => isLocked('note'));
  const started = Date.now();
  const stopped = replica.stop();
  assert.equal((await inHand).status, 201);
  await stopped;
  assert.ok(Date.now() - started < 3000);
  await assert.rejects(post('too late', {}, replica));
});

/** Somebody is in the middle of a transaction. */
async function isLocked(table?: string): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select count(*) > 0 as held from pg_locks left join pg_class on pg_class.oid = relation
    where ${table === undefined ? sql`locktype = 'advisory' and classid <> 7071` : sql`relname = ${table}`}
      and pg_locks.database = (select oid from pg_database where datname = current_database())`.execute(database.query);
  return rows[0]?.held === true;
}
