import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { BackService } from '../gen/echo/v1/echo_pb.ts';
import { createClient } from '../src/rpc/client.ts';
import { networkTransport } from '../src/rpc/network.ts';
import { eventually } from '../src/testing/harness.ts';
import { startUnwell, type UnwellCallee } from '../src/testing/unwell.ts';

let instances: [UnwellCallee, UnwellCallee];
const started: UnwellCallee[] = [];
const start = async () => {
  const instance = await startUnwell(BackService, { echo: { text: 'well' } });
  started.push(instance);
  return instance;
};
beforeEach(async () => {
  instances = await Promise.all([start(), start()]);
});
after(() => started.forEach((instance) => instance.kill()));

function calling(pingMs: number, timeoutMs: number) {
  const transport = networkTransport(instances.map(({ address }) => address).join(','), { pingMs });
  after(() => transport.close());
  const client = createClient(BackService, transport, { timeoutMs });
  return () =>
    client.echo({ text: 'x' }).then(
      () => true,
      () => false,
    );
}

async function failuresOf(calls: number, call: () => Promise<boolean>): Promise<number> {
  let failures = 0;
  for (let made = 0; made < calls; made += 1) if (!(await call())) failures += 1;
  return failures;
}

/** Whoever calls has noticed what became of an instance once ten calls in a row are answered. */
const noticed = (call: () => Promise<boolean>) => eventually(async () => (await failuresOf(10, call)) === 0);

/** Both instances are known once both were asked. */
async function spread(call: () => Promise<boolean>): Promise<void> {
  await eventually(async () => (await call()) && (await Promise.all(instances.map((one) => one.asked()))).every(Boolean));
}

test('calls are shared by all instances, and one that dies gets none', async () => {
  const [one, other] = instances;
  const call = calling(10_000, 10_000);
  await spread(call);
  const before = await Promise.all(instances.map((instance) => instance.asked()));
  assert.equal(await failuresOf(100, call), 0);
  const shares = await Promise.all(instances.map(async (instance, index) => (await instance.asked()) - (before[index] ?? 0)));
  assert.deepEqual(shares, [50, 50]);
  one.kill();
  await noticed(call);
  const asked = await other.asked();
  assert.equal(await failuresOf(100, call), 0);
  assert.equal((await other.asked()) - asked, 100);
});

test('one that freezes gets none once a ping went unanswered', async () => {
  const [one] = instances;
  const call = calling(1000, 800);
  await spread(call);
  one.freeze();
  const early = await failuresOf(6, call);
  assert.ok(early > 0, 'a frozen instance is not told at once');
  await noticed(call);
  assert.equal(await failuresOf(50, call), 0);
});
