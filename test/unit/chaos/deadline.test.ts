import { expect, it } from 'vitest';
import { deadlineIn } from '../../chaos/kit/deadline.ts';

it('answers what the work answers while there is time, and fails as it fails', async () => {
  for (const deadline of [deadlineIn(60_000), deadlineIn(undefined)]) {
    expect(deadline.hasPassed()).toBe(false);
    expect(await deadline.within(async () => 'done')).toBe('done');
    await expect(deadline.within(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  }
});
it('waits for nobody when time is up, and begins nothing any more', async () => {
  const deadline = deadlineIn(30);
  const since = Date.now();
  expect(await deadline.within(() => new Promise(() => {}))).toBe('over');
  expect(Date.now() - since).toBeLessThan(5000);
  expect(deadline.hasPassed()).toBe(true);
  let hasBegun = false;
  expect(await deadline.within(async () => (hasBegun = true))).toBe('over');
  expect(hasBegun).toBe(false);
});
it('lets what was left behind fail unheard', async () => {
  const late = deadlineIn(10).within(async () => {
    await new Promise((done) => setTimeout(done, 40));
    throw new Error('nobody listens');
  });
  expect(await late).toBe('over');
  await new Promise((done) => setTimeout(done, 60));
});
