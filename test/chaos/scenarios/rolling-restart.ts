import { defineScenario, expect } from '../kit/scenario.ts';
import { callSteadily, countsOf, percentileOf } from '../kit/steady.ts';

const RATE = 200;
/** As many as one replica answers before any of them has waited too long for a connection. */
const CALLERS = 40;
/** Every so many calls one changes something; the others read. */
const WRITES = 20;
/** Long, so that a machine busy with other things does not look like a failed call. */
const options = { timeoutMs: 20_000 };

/** A machine that does fewer proves nothing of so many. */
export const rateSaid = (rate: number): string =>
  `${rate} calls/s of ${RATE}${rate < RATE * 0.9 ? ` (not proven at ${RATE})` : ''}`;

export default defineScenario({
  name: 'rolling-restart',
  proves: 'Two replicas of each service restarted one after the other under 200 calls a second: no call fails.',
  async run(world) {
    const { calls, front, services } = await world.ground();
    const restarted = world.isLong ? services : front;
    let asked = 0;
    const place = (reference: string) => calls.placeOrder({ reference, amount: 12_50n }, options);
    const { order } = await place(`rolling-${world.seed}`);
    const call = (index: number) =>
      index % WRITES === 0
        ? place(`rolling-${world.seed}-${asked++}`)
        : calls.getOrder({ id: order?.id ?? '' }, options);
    const begun = Date.now();
    const steady = callSteadily(RATE, call, CALLERS);
    const rounds = world.isLong ? 5 : 1;
    for (let round = 0; round < rounds; round += 1)
      for (const service of restarted) {
        const how = await service.restart();
        expect(how === '0', `${service.name} ended with ${how} after SIGTERM`);
      }
    const answers = await steady.stop();
    const rate = Math.round((answers.length * 1000) / (Date.now() - begun));
    const failed = answers.filter(({ code }) => code !== 'OK');
    expect(
      failed.length === 0,
      `${countsOf(answers)}: ${failed
        .slice(0, 5)
        .map(({ why }) => why)
        .join('; ')}`,
    );
    return `${rounds * restarted.length} restarts at ${rateSaid(rate)}, ${countsOf(answers)}, p99 ${percentileOf(answers, 99)} ms`;
  },
});
