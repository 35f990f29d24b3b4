import { expect, it } from 'vitest';
import { scheduleOf } from '../../chaos/kit/kills.ts';
import { randomFrom } from '../../chaos/kit/random.ts';

const weights = { service: 3, broker: 1 };
const gap = { least: 100, most: 1000 };
const schedule = (seed: number) => scheduleOf(randomFrom(seed), 400, weights, gap);

it('makes the same schedule again from the same seed, and another from another', () => {
  expect(schedule(7)).toEqual(schedule(7));
  expect(schedule(7)).not.toEqual(schedule(8));
});
it('kills each as often as its weight says', () => {
  const services = schedule(7).filter(({ victim }) => victim === 'service').length;
  expect(services).toBeGreaterThan(260);
  expect(services).toBeLessThan(340);
});
it('keeps to the pauses', () => {
  const pauses = schedule(7).map(({ afterMs }) => afterMs);
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(100);
  expect(Math.max(...pauses)).toBeLessThan(1000);
});
