import { PgBoss } from 'pg-boss';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pino } from 'pino';
import type { Mailbox, Message } from '../src/broker.ts';
import { sleep } from '../src/clock.ts';
import { eventId } from '../src/event-id.ts';
import { openMailbox, post } from '../src/mailbox-postgres.ts';
import { eventually, Harness } from '../src/testing/harness.ts';

let harness: Harness;
let boss: PgBoss;
const signOfLifeMs = 200;

before(async () => {
  harness = await Harness.start();
  boss = new PgBoss({ connectionString: await harness.createDatabase('mailbox'), schedule: false, supervise: false });
  boss.on('error', () => {});
  await boss.start();
  harness.onClose(() => boss.stop({ graceful: false }));
});
after(() => harness.close());

type Box = Mailbox & { readonly heard: readonly Message[] };

async function opened(owner: string, pace = signOfLifeMs): Promise<Box> {
  const heard: Message[] = [];
  const receive = (message: Message) => void heard.push(message);
  const box = await openMailbox(boss, { owner, log: pino({ level: 'silent' }), receive, signOfLifeMs: pace });
  // Also where its test fails: it would show life for ever.
  harness.onClose(() => box.close());
  return { ...box, heard };
}

async function send({ address, heard }: Box): Promise<void> {
  const id = eventId();
  const message = { id, channel: 'x.v1.Reply', key: 'R/1', occurredAt: new Date().toISOString(), headers: {}, payload: {} };
  await post(boss, address, { id, data: message });
  await eventually(async () => heard.some((one) => one.id === id), { withinMs: 10_000 });
}

const age = (box: Mailbox) =>
  boss.getDb().executeSql(`update pgboss.queue set updated_on = now() - interval '1 day' where name = $1`, [box.address]);
const isThere = async (box: Mailbox) => (await boss.getQueue(box.address)) !== null;

test('after an outage whoever starts first leaves the mailboxes of the others alone', async () => {
  const quiet = await opened('quiet', 3_600_000);
  await age(quiet);
  const first = await opened('first', 3_600_000);
  await sleep(300);
  await send(quiet);
  for (const box of [quiet, first]) await box.close();
});

test('a mailbox that was swept all the same is made anew, and answers arrive again', async () => {
  const living = await opened('living');
  await send(living);
  await boss.deleteQueue(living.address);
  await eventually(() => isThere(living));
  await send(living);
  await living.close();
  assert.equal(await isThere(living), false);
});

test('who could not reach the broker all the while removes nobody, until it has seen enough', async () => {
  const killed = await opened('killed', 3_600_000);
  await age(killed);
  const witness = await opened('witness');
  // Whatever it saw before it was taken for dead does not count.
  for (let interruptions = 0; interruptions < 3; interruptions += 1) {
    await sleep(3 * signOfLifeMs);
    await boss.deleteQueue(witness.address);
    await eventually(() => isThere(witness));
  }
  assert.equal(await isThere(killed), true);
  await eventually(async () => !(await isThere(killed)));
  for (const box of [witness, killed]) await box.close();
});

test('the mailbox of a process that was killed goes once nothing was heard of it for long, and no other does', async () => {
  const killed = await opened('killed', 3_600_000);
  await age(killed);
  const living = [await opened('one'), await opened('two')];
  await eventually(async () => !(await isThere(killed)));
  for (const box of living) await send(box);
  for (const box of [...living, killed]) await box.close();
});
