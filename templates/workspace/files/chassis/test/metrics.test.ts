import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FrontService } from '../gen/echo/v1/echo_pb.ts';
import type { Running } from '../src/process.ts';
import { eventually, Harness, metricOf } from '../src/testing/harness.ts';
import { back, front } from './contexts.ts';

let harness: Harness;
let running: Running;

before(async () => {
  harness = await Harness.start();
  running = await harness.process([front, back], await harness.environment(front, back));
});
after(() => harness.close());

/** What `/metrics` says of a duration: how many took at most so many seconds, by that bound. */
async function durations(name: string, labels: string) {
  const text = await (await fetch(`http://127.0.0.1:${running.httpPort}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}_`) && line.includes(`{${labels}`));
  const numberOf = (line: string | undefined) => Number(line?.split(' ').at(-1));
  const buckets = lines.filter((line) => line.startsWith(`${name}_bucket`));
  return {
    isHistogram: text.includes(`# TYPE ${name} histogram\n`),
    bounds: buckets.map((line) => /le="([^"]+)"/.exec(line)?.[1]),
    counts: buckets.map(numberOf),
    atMost: (bound: string) => numberOf(buckets.find((line) => line.includes(`le="${bound}"`))),
    sum: numberOf(lines.find((line) => line.startsWith(`${name}_sum`))),
    count: numberOf(lines.find((line) => line.startsWith(`${name}_count`))),
  };
}

test('calls that are answered, calls that are made and messages show how long they took, in seconds', async () => {
  const client = harness.client(FrontService, running);
  for (const text of ['one', 'two', 'slow']) await client.ask({ text }, { timeoutMs: 60_000 });
  await eventually(async () => (await metricOf(running, 'message_seconds_count')) === 3);
  const took = {
    answered: await durations('rpc_seconds', 'service="echo.v1.FrontService",method="Ask"'),
    asked: await durations('client_seconds', 'context="front",callee="back",method="Echo"'),
    messages: await durations('message_seconds', 'context="back",channel="echo.v1.Asked"'),
  };
  for (const [kind, { isHistogram, bounds, counts, atMost, sum, count }] of Object.entries(took)) {
    assert.ok(isHistogram, kind);
    const expected = ['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '+Inf'];
    assert.deepEqual(bounds, expected, kind);
    assert.deepEqual(counts, counts.toSorted((a, b) => a - b), `${kind}: each bound holds those below it`);
    assert.deepEqual([count, atMost('+Inf')], [3, 3], kind);
    assert.ok(sum > 0 && sum < 60, `${kind}: ${sum} s`);
  }
  // One of them waited for 800 ms.
  for (const { atMost, sum } of [took.answered, took.asked]) {
    assert.ok(atMost('0.5') <= 2);
    assert.ok(sum >= 0.8, `${sum} s`);
  }
});
