import { expectAlive, expectPrompt, transferSteadily, untilRecovered } from '../kit/outage.ts';
import { defineScenario, expect } from '../kit/scenario.ts';
import { callSteadily, countsOf, percentileOf } from '../kit/steady.ts';
import { PATIENCE_MS, until } from '../kit/until.ts';

const RELEASE = `select pg_cancel_backend(pid) from pg_stat_activity where query like '%lock table account%pg_sleep%' and datname = 'bank'`;

export default defineScenario({
  name: 'pool-full',
  proves:
    'All connections of one context are taken: its callers are told so in time, the other context of the same process works on, and all is well once they are back.',
  async run(world) {
    const ground = await world.ground();
    const { data, calls } = ground;
    // Whoever changes an account waits for us, with a connection of the pool in hand.
    const held = data.query('bank', 'begin; lock table account; select pg_sleep(600); commit').catch(() => []);
    const waiting = `select count(*) from pg_stat_activity where datname = 'bank' and wait_event_type = 'Lock'`;
    const transfers = transferSteadily(ground, 30, 2000);
    await until(
      'every connection of both pools waits',
      PATIENCE_MS,
      async () => Number((await data.query('postgres', waiting))[0]?.['count']) >= 18,
    );
    // Only now is none left for whoever comes next.
    await until('readiness falls', PATIENCE_MS, async () => (await ground.front[0].probe('ready')) === 503);
    const from = Date.now();
    const patient = calls
      .transfer({ id: `patient-${world.seed}`, source: 'patient', target: 'other', amount: 1n }, { timeoutMs: 20_000 })
      .then(
        () => 'OK',
        (error: unknown) => String(error),
      );
    const orders = callSteadily(30, (index) =>
      calls.placeOrder({ reference: `pool-${world.seed}-${index}`, amount: 12_50n }, { timeoutMs: 20_000 }),
    );
    expect(/out of reach/.test(await patient), `a call with time enough was answered ${await patient}`);
    await until('the other context answers', PATIENCE_MS, () => orders.answers.length >= 30);
    await data.query('postgres', RELEASE);
    await held;
    const other = await orders.stop();
    const recovered = await untilRecovered(ground);
    const answers = await transfers.stop();
    await expectAlive(ground);
    expectPrompt(answers, 2000);
    expect(
      other.every(({ code }) => code === 'OK'),
      `the other context answered ${countsOf(other)}`,
    );
    const during = answers.filter(({ at }) => at > from && at < from + 2000);
    return `meanwhile ${countsOf(during)}; the other context ${countsOf(other)}, p99 ${percentileOf(other, 99)} ms; all well ${recovered} ms after`;
  },
});
