import { contexts } from '../kit/ground.ts';
import { defineScenario, expect } from '../kit/scenario.ts';

export default defineScenario({
  name: 'starting-together',
  proves: 'Two replicas of every service that start at once on empty databases and an empty broker all become ready.',
  async run(world) {
    const ground = await world.ground();
    const crashes = ground.services.flatMap(({ exits }) => exits);
    expect(crashes.length === 0, `ended while starting: ${crashes.join('; ')}`);
    for (const context of contexts) {
      const tables = await ground.data.query(
        context,
        `select count(*) from pg_tables where tablename in ('outbox', 'inbox')`,
      );
      expect(Number(tables[0]?.['count']) === 2, `${context} has no outbox and inbox`);
    }
    await ground.calls.transfer({ id: 'first', source: 'a', target: 'b', amount: 1n }, { timeoutMs: 60_000 });
    return `${ground.services.length} processes with ${contexts.length} contexts, none ended while starting`;
  },
});
