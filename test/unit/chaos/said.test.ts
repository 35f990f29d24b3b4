import { describe, expect, it } from 'vitest';
import { killsSaid } from '../../chaos/kit/kills.ts';
import { expectNone } from '../../chaos/kit/verdict.ts';
import { rateSaid } from '../../chaos/scenarios/rolling-restart.ts';

describe('what a run says of itself', () => {
  it('is how many kills there were, of how many where it was fewer, and "only" below half', () => {
    const said = [50, 49, 25, 24, 1].map((done) => killsSaid({ done, asked: 50 }));
    expect(said).toEqual(['50 kills', '49 of 50 kills', '25 of 50 kills', 'only 24 of 50 kills', 'only 1 of 50 kills']);
  });
  it('is that nothing is proven where nothing was killed', () => {
    const judged = (done: number) => ({ violations: [], summary: 'x', kills: { done, asked: 50 } });
    expect(() => expectNone(judged(0), 7)).toThrow(/nothing was killed, so nothing is proven/);
    expect(() => expectNone(judged(1), 7)).not.toThrow();
  });
  it('is the rate of calls, and what it does not prove', () => {
    expect([200, 180, 179, 32].map(rateSaid)).toEqual([
      '200 calls/s of 200',
      '180 calls/s of 200',
      '179 calls/s of 200 (not proven at 200)',
      '32 calls/s of 200 (not proven at 200)',
    ]);
  });
});
