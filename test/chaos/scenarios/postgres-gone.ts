import { defineScenario, expect } from '../kit/scenario.ts';
import { expectAlive, expectPrompt, transferSteadily, untilRecovered } from '../kit/outage.ts';
import { countsOf } from '../kit/steady.ts';
import { PATIENCE_MS, sleep, until } from '../kit/until.ts';

export default defineScenario({
  name: 'postgres-gone',
  proves:
    'PostgreSQL goes for a while: calls are refused in time, readiness falls, nobody dies, all recovers by itself.',
  async run(world) {
    const ground = await world.ground();
    const outageMs = world.isLong ? 30_000 : 5000;
    const steady = transferSteadily(ground, 20, 3000);
    await until('calls succeed', PATIENCE_MS, () => steady.answers.some(({ code }) => code === 'OK'));
    await ground.data.kill();
    const from = Date.now();
    await until('readiness falls', PATIENCE_MS, async () =>
      (await Promise.all(ground.services.map((one) => one.probe('ready')))).every((status) => status === 503),
    );
    await sleep(outageMs - (Date.now() - from));
    await expectAlive(ground);
    const back = Date.now();
    await ground.data.start();
    const recovered = await untilRecovered(ground);
    const answers = await steady.stop();
    await expectAlive(ground);
    expectPrompt(answers, 3000);
    const during = answers.filter(({ at }) => at > from && at < back - 3000);
    // One that ran out of its time on a busy machine says nothing; that all of them do would.
    const refused = during.filter(({ code }) => code !== 'DEADLINE_EXCEEDED');
    expect(
      refused.length > 0 && refused.every(({ code }) => code === 'UNAVAILABLE'),
      `while it was gone calls were answered: ${countsOf(during)}`,
    );
    return `gone ${outageMs / 1000} s, meanwhile ${countsOf(during)}; all well ${recovered} ms after`;
  },
});
