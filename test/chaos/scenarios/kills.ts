import type { BrokerKind } from '../kit/broker.ts';
import { defineScenario } from '../kit/scenario.ts';
import { scheduleOf } from '../kit/kills.ts';
import { expectNone, runUnderKills } from '../kit/verdict.ts';

/** How often each comes up. */
const WEIGHTS = { 'front-1': 4, 'front-2': 4, 'back-1': 4, 'back-2': 4, broker: 4, postgres: 4 };
/** These take so long to start that nobody would ever be served. */
const SLOW: ReadonlySet<BrokerKind> = new Set(['rabbitmq', 'kafka']);
const LENIENT = { ...WEIGHTS, broker: 1 };

export default defineScenario({
  name: 'kills',
  onEveryBroker: 'always',
  proves:
    'Random kill -9 of services, relays, consumers, broker and PostgreSQL under load loses, doubles and reorders no event, ends every order, and the books balance.',
  async run(world) {
    const count = world.kills ?? (world.isLong ? 1000 : world.kind === 'postgres' ? 50 : 25);
    const schedule = scheduleOf(world.random, count, SLOW.has(world.kind) ? LENIENT : WEIGHTS, {
      least: 50,
      most: 900,
    });
    const ground = await world.freshGround();
    const judged = await runUnderKills(world, ground, { name: `kills-${world.kind}`, schedule });
    expectNone(judged, world.seed);
    return judged.summary;
  },
});
