import { expectAlive, transferSteadily, untilRecovered } from '../kit/outage.ts';
import { comeToRest } from '../kit/read.ts';
import { defineScenario, expect } from '../kit/scenario.ts';
import { countsOf, percentileOf } from '../kit/steady.ts';
import { PATIENCE_MS, sleep, until } from '../kit/until.ts';

export default defineScenario({
  name: 'broker-gone',
  onEveryBroker: 'at night',
  proves: 'The broker goes for a while: calls go on as before, events wait in the outbox and all arrive afterwards.',
  async run(world) {
    const ground = await world.ground();
    const outageMs = world.isLong ? 60_000 : 6000;
    const steady = transferSteadily(ground, 20, 20_000);
    await until('calls succeed', PATIENCE_MS, () => steady.answers.some(({ code }) => code === 'OK'));
    await ground.broker.kill();
    const from = Date.now();
    await until('the backlog shows in the metrics', PATIENCE_MS, async () =>
      /outbox_pending\{context="bank"\} [1-9]\d/.test((await ground.front[0].metrics()) ?? ''),
    );
    await sleep(outageMs - (Date.now() - from));
    for (const service of ground.services)
      expect((await service.probe('ready')) === 200, `${service.name} is not ready without its broker`);
    await expectAlive(ground);
    await ground.broker.start();
    const recovered = await untilRecovered(ground);
    const answers = await steady.stop();
    expect(
      answers.every(({ code }) => code === 'OK'),
      `calls were answered: ${countsOf(answers)}`,
    );
    const { isComplete } = await comeToRest(ground);
    expect(isComplete, 'not every event arrived');
    await expectAlive(ground);
    return `gone ${outageMs / 1000} s, ${countsOf(answers)}, p99 ${percentileOf(answers, 99)} ms; events flow ${recovered} ms after`;
  },
});
