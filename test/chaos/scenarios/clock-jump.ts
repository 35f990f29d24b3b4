import { check } from '../kit/checker.ts';
import { clockIn } from '../kit/clock.ts';
import { expectAlive, transferSteadily, untilRecovered } from '../kit/outage.ts';
import { comeToRest, readHistory } from '../kit/read.ts';
import { defineScenario, expect } from '../kit/scenario.ts';
import { countsOf } from '../kit/steady.ts';
import { until } from '../kit/until.ts';

const HOUR = 3_600_000;
/** What was under way when the clock was set may run into a deadline that has suddenly passed. */
const UNDER_WAY_MS = 1500;

export default defineScenario({
  name: 'clock-jump',
  proves:
    "The services' clock jumps an hour ahead of PostgreSQL's, then an hour behind: only calls under way at that moment may fail; no event is lost, doubled or reordered.",
  async run(world) {
    const clock = clockIn(world.place);
    const ground = await world.freshGround({ environment: clock.environment });
    const steady = transferSteadily(ground, 20, 3000);
    const jumps: number[] = [];
    for (const hours of [1, -1, 0]) {
      const before = steady.answers.length;
      await until('calls go on', 20_000, () => steady.answers.length > before + 40);
      jumps.push(Date.now());
      clock.shift(hours * HOUR);
      await untilRecovered(ground, 30_000);
    }
    const answers = await steady.stop();
    const late = answers.filter(
      ({ at, ms, code }) =>
        code !== 'OK' && !jumps.some((jump) => at < jump + UNDER_WAY_MS && at + ms > jump - UNDER_WAY_MS),
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
