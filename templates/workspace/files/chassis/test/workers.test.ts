import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Context, Worker } from '../src/context.ts';
import { eventually, Harness } from '../src/testing/harness.ts';
import { back } from './contexts.ts';

let harness: Harness;
before(async () => {
  harness = await Harness.start();
});
after(() => harness.close());

test('a worker that fails begins again, the process lives, and its end is waited for', async () => {
  let [begun, ended] = [0, 0];
  const worker: Worker = {
    async run({ signal }) {
      begun += 1;
      if (begun === 1) throw new Error('not today');
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      ended += 1;
    },
  };
  const working: Context = { ...back, build: (parts) => ({ ...back.build(parts), workers: [worker] }) };
  const running = await harness.process([working], await harness.environment(back));
  await eventually(async () => begun === 2, { withinMs: 5000 });
  await running.stop();
  assert.deepEqual([begun, ended], [2, 1]);
});
