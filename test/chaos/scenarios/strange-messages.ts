import { entriesOf, expectAlive } from '../kit/outage.ts';
import { movement, openPort, type Port } from '../kit/messages.ts';
import type { Ground } from '../kit/ground.ts';
import { defineScenario, expect } from '../kit/scenario.ts';
import { PATIENCE_MS, until } from '../kit/until.ts';

const COPIES = 1000;

export default defineScenario({
  name: 'strange-messages',
  onEveryBroker: 'at night',
  proves:
    'A malformed message, one of a newer contract, a thousand copies and an event of 10 MB: set aside with the reason, read, applied once, refused or parked; whatever comes next arrives.',
  async run(world) {
    const ground = await world.ground();
    const port = await openPort(ground);
    try {
      await malformed(ground, port);
      await newer(ground, port);
      await copies(ground, port);
      await oversized(ground);
      await expectAlive(ground);
    } finally {
      await port.close();
    }
    return `malformed set aside, newer read, ${COPIES} copies had one effect, 10 MB refused, or parked`;
  },
});

/** It is set aside with its reason, and the next of the same aggregate goes on. */
async function malformed(ground: Ground, port: Port): Promise<void> {
  const strange = movement('malformed', 1, { version: 'not a number' });
  const next = movement('malformed', 2);
  await port.publish([strange]);
  await port.publish([next]);
  await until('the next message takes effect', PATIENCE_MS, async () => (await entriesOf(ground, 'malformed-2')) === 1);
  expect((await entriesOf(ground, 'malformed-1')) === 0, 'a malformed message took effect');
  const dead = await until('it lies with the dead letters', PATIENCE_MS, async () =>
    (await port.deadLetters('ledger')).find(({ message }) => message.id === strange.id),
  );
  expect(/MoneyMoved/.test(dead.reason), `its reason is "${dead.reason}"`);
}

/** Fields that this version does not know are left aside. */
async function newer(ground: Ground, port: Port): Promise<void> {
  await port.publish([movement('newer', 1, { currency: 'EUR', details: { since: 'v2' } })]);
  await until('it takes effect', PATIENCE_MS, async () => (await entriesOf(ground, 'newer-1')) === 1);
}

/** The first takes effect, the others are duplicates, and the queue behind them is not held up for long. */
async function copies(ground: Ground, port: Port): Promise<void> {
  const one = movement('copied', 1);
  await Promise.all(Array.from({ length: COPIES }, () => port.publish([one])));
  await port.publish([movement('copied', 2)]);
  await until(
    'what comes after them takes effect',
    PATIENCE_MS,
    async () => (await entriesOf(ground, 'copied-2')) === 1,
  );
  await until('the broker has delivered all of them', PATIENCE_MS, () => ground.isDrained());
  expect(
    (await entriesOf(ground, 'copied-1')) === 1,
    `${COPIES} copies had ${await entriesOf(ground, 'copied-1')} effects`,
  );
}

/** What publishes it is refused as a whole. One that waits in the outbox already makes its own aggregate wait, no other. */
async function oversized(ground: Ground): Promise<void> {
  const { calls, data, front } = ground;
  const large = { id: 'large', source: 'large-from', target: 'large-to', amount: 1n, noteBytes: 10_000_000 };
  const refused = await calls.transfer(large, { timeoutMs: 60_000 }).then(
    () => 'done',
    (error: unknown) => String(error),
  );
  expect(/INTERNAL|internal/.test(refused), `an event of 10 MB was answered with ${refused}`);
  await data.query(
    'bank',
    `insert into outbox (id, aggregatetype, aggregateid, shard, type, payload, headers, occurred_at)
     select gen_random_uuid(), 'Account', 'parked', 0, 'bank.v1.MoneyMoved',
       jsonb_build_object('account', 'parked', 'version', n, 'transfer', 'parked-' || n, 'note', repeat('x', case n when 1 then 10000000 else 1 end)), '{}', now()
     from generate_series(1, 2) n`,
  );
  await calls.transfer({ id: 'aside', source: 'well', target: 'well-too', amount: 1n }, { timeoutMs: 60_000 });
  await until('the others arrive', PATIENCE_MS, async () => (await entriesOf(ground, 'aside')) === 2);
  await until('it shows in the metrics', PATIENCE_MS, async () =>
    /outbox_parked\{context="bank"\} 1\n/.test(await front[0].metrics()),
  );
  const parked = await data.query('bank', `select last_error from outbox where retry_at = 'infinity'`);
  expect(
    /bytes|too large|size/i.test(String(parked[0]?.['last_error'])),
    `it is parked because of "${parked[0]?.['last_error']}"`,
  );
  expect((await entriesOf(ground, 'parked-2')) === 0, 'an event overtook the parked one of its aggregate');
  await data.query('bank', `delete from outbox where aggregateid = 'parked'`);
}
