import { check } from '../kit/checker.ts';
import { clockIn } from '../kit/clock.ts';
import { expectAlive, transferSteadily, untilRecovered } from '../kit/outage.ts';
import { comeToRest, readHistory } from '../kit/read.ts';
import { defineScenario, expect } from '../kit/scenario.ts';
import { countsOf, type Steady } from '../kit/steady.ts';
import { PATIENCE_MS, until } from '../kit/until.ts';

const HOUR = 3_600_000;

export default defineScenario({
  name: 'clock-jump',
  proves:
    "The services' clock jumps an hour ahead of PostgreSQL's, then an hour behind: only calls under way at that moment may fail; no event is lost, doubled or reordered.",
  async run(world) {
    const clock = clockIn(world.place);
    const ground = await world.freshGround({ environment: clock.environment });
    const steady = transferSteadily(ground, 20, 20_000);
    // What is under way when the clock is set may run into a deadline that has suddenly passed.
    const calm: { readonly from: number; readonly to: number }[] = [];
    for (const hours of [1, -1, 0]) {
      calm.push(await whileCalm(steady));
      clock.shift(hours * HOUR);
      await untilRecovered(ground);
    }
    calm.push(await whileCalm(steady));
    const answers = await steady.stop();
    const late = answers.filter(
      ({ at, ms, code }) => code !== 'OK' && calm.some(({ from, to }) => at >= from && at + ms <= to),
    );
    expect(late.length === 0, `away from the jumps calls were answered ${countsOf(late)}`);
    const { isComplete } = await comeToRest(ground);
    expect(isComplete, 'not every event arrived');
    const violations = check(await readHistory(ground, { transfers: [], orders: new Map() }));
    expect(violations.length === 0, violations.map(({ kind, what }) => `${kind}: ${what}`).join('\n'));
    await expectAlive(ground);
    return `ahead, behind and back; ${countsOf(answers)}`;
  },
});

/** A time in which calls are begun and answered and nobody sets a clock. */
async function whileCalm({ answers }: Steady): Promise<{ readonly from: number; readonly to: number }> {
  const [from, before] = [Date.now(), answers.length];
  await until('calls go on', PATIENCE_MS, () => answers.length > before + 40);
  return { from, to: Date.now() };
}
