import { sql } from 'kysely';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { FrontService } from '../gen/echo/v1/echo_pb.ts';
import { sleep } from '../src/clock.ts';
import { openDatabase, type Database } from '../src/database.ts';
import { eventually, Harness } from '../src/testing/harness.ts';
import { startService, type TestService } from '../src/testing/service.ts';
import { back, front } from './contexts.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
/** What either database holds of this, as far as these tests look. */
type Texts = { question: { text: string }; heard: { text: string } };

const patience = { timeoutMs: 60_000 };
const log = pino({ level: 'silent' });
let harness: Harness;

before(async () => {
  harness = await Harness.start();
});
after(() => harness.close());

/** Both contexts in one process, and their databases. */
async function started(settings: Readonly<Record<string, string>>) {
  const environment: Record<string, string> = await harness.environment(front, back);
  const service = await startService(main, { ...environment, CONTEXTS: 'front,back', ...settings });
  harness.onClose(() => service.kill());
  const open = async (variable: string) => {
    const database = await openDatabase<Texts>({ url: environment[variable] ?? '', name: 'test', log });
    harness.onClose(() => database.close());
    return database;
  };
  const [asking, hearing] = [await open('FRONT_DATABASE_URL'), await open('BACK_DATABASE_URL')];
  return { service, client: harness.client(FrontService, service), asking, hearing };
}

/** Whoever writes to the table waits for the transaction that this opens. */
async function held(database: Database<Texts>, table: keyof Texts) {
  const transaction = await database.begin();
  harness.onClose(() => transaction.rollback());
  await sql`lock table ${sql.table(table)} in share mode`.execute(transaction.tx);
  return transaction;
}

const isWaitedFor = async (database: Database<Texts>): Promise<boolean> => {
  const { rows } = await sql`
    select 1 from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())
  `.execute(database.query);
  return rows.length > 0;
};
const textsIn = async (database: Database<Texts>, table: keyof Texts): Promise<unknown[]> =>
  (await database.query.selectFrom(table).select('text').execute()).map((row) => row.text);
async function staysFor(milliseconds: number, service: TestService): Promise<void> {
  await sleep(milliseconds);
  assert.equal(await service.probe('live'), 200);
}
const words = ({ lines }: TestService) =>
  lines.map(({ msg }) => msg).filter((msg) => msg === 'stopping' || msg === 'stopped');

type Started = Awaited<ReturnType<typeof started>>;

/** A message and a call that cannot end before what is held for each of them is let go. */
async function inHand({ client, asking, hearing }: Pick<Started, 'client' | 'asking' | 'hearing'>) {
  const ears = await held(hearing, 'heard');
  await client.ask({ text: 'message' }, patience);
  await eventually(() => isWaitedFor(hearing));
  const questions = await held(asking, 'question');
  const call = client.ask({ text: 'call' }, patience);
  await eventually(() => isWaitedFor(asking));
  return { ears, questions, call };
}

test('SIGTERM: readiness falls first, and until load balancers have noticed calls are answered', async () => {
  const { service, client } = await started({ SHUTDOWN_DRAIN_MS: '4000', SHUTDOWN_GRACE_MS: '60000' });
  await client.ask({ text: 'connected' }, patience);
  const exited = service.terminate();
  await service.until('ready', 503);
  assert.equal(await service.reason(), 'stopping');
  assert.equal(await service.probe('live'), 200);
  assert.equal((await client.ask({ text: 'during the drain' }, patience)).text, 'during the drain');
  assert.equal(await exited, 0);
  assert.deepEqual(words(service), ['stopping', 'stopped']);
});

test('a call and a message in hand have their effect before the process exits with 0', async () => {
  const { service, client, asking, hearing } = await started({ SHUTDOWN_GRACE_MS: '60000' });
  const { ears, questions, call } = await inHand({ client, asking, hearing });
  const exited = service.terminate();
  await service.until('ready', 503);
  // Nothing makes it leave while one of these two is in hand.
  await staysFor(500, service);
  await questions.rollback();
  assert.equal((await call).text, 'call');
  await staysFor(500, service);
  await ears.rollback();
  assert.equal(await exited, 0);
  assert.deepEqual(await textsIn(asking, 'question'), ['message', 'call']);
  assert.ok((await textsIn(hearing, 'heard')).includes('message'));
});

test('what hangs for longer than SHUTDOWN_GRACE_MS does not keep the process, and never happened', async () => {
  const { service, client, asking, hearing } = await started({ SHUTDOWN_GRACE_MS: '500' });
  const { ears, questions, call } = await inHand({ client, asking, hearing });
  const outcome = call.then(() => 'answered', () => 'cut off');
  const told = performance.now();
  assert.equal(await service.terminate(), 0);
  // Half a second, and one more at most to tell the collector; the rest is for a slow machine.
  assert.ok(performance.now() - told < 15_000, `${performance.now() - told} ms`);
  assert.equal(await outcome, 'cut off');
  await Promise.all([ears.rollback(), questions.rollback()]);
  await eventually(async () => !(await isWaitedFor(hearing)) && !(await isWaitedFor(asking)));
  assert.deepEqual(await textsIn(hearing, 'heard'), []);
  assert.deepEqual(await textsIn(asking, 'question'), ['message']);
});
