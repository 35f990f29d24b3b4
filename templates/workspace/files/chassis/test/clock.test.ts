import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { backoffMs, sleep } from '../src/clock.ts';
import { bounded } from '../src/rpc/call.ts';

const pause = { first: 1000, most: 30_000 };
const draws = (attempt: number) => Array.from({ length: 1000 }, () => backoffMs(attempt, pause));

test('a pause is at most doubled with every attempt, at least half of that, and never more than the most', () => {
  const ceilings = [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000];
  for (const [attempt, ceiling] of ceilings.entries()) {
    const drawn = draws(attempt);
    assert.ok(Math.min(...drawn) >= ceiling / 2, `${Math.min(...drawn)} at attempt ${attempt}`);
    assert.ok(Math.max(...drawn) <= ceiling, `${Math.max(...drawn)} at attempt ${attempt}`);
  }
  assert.ok(backoffMs(100_000, pause) <= 30_000);
});

test('many who failed together come back spread over half of it', () => {
  for (const attempt of [0, 3, 9]) {
    const drawn = draws(attempt);
    const ceiling = Math.min(pause.most, pause.first * 2 ** attempt);
    const tenths = Array.from({ length: 10 }, (_, tenth) => {
      const from = ceiling / 2 + (tenth * ceiling) / 20;
      return drawn.filter((ms) => ms >= from && ms <= from + ceiling / 20).length;
    });
    // 100 each, give or take: that one has half or twice as many happens to nobody.
    assert.ok(tenths.every((count) => count > 50 && count < 200), tenths.join(' '));
  }
});

test('nothing but chance tells two of the same attempt apart', (context) => {
  context.mock.method(Math, 'random', () => 0);
  assert.equal(backoffMs(2, pause), 2000);
  context.mock.method(Math, 'random', () => 0.5);
  assert.equal(backoffMs(2, pause), 3000);
});

test('a wait longer than a timer can hold is none of a millisecond', async () => {
  const monthMs = 30 * 24 * 3600_000;
  for (const ms of [monthMs, Number.POSITIVE_INFINITY]) {
    const { signal, done } = bounded(Date.now() + ms);
    const enough = new AbortController();
    const slept = sleep(ms, enough.signal).then(() => 'awake');
    assert.equal(await Promise.race([slept, wait(50, 'asleep')]), 'asleep');
    assert.equal(signal.aborted, false);
    enough.abort();
    done();
  }
});
