import { defineScenario, expect, type World } from '../kit/scenario.ts';
import { sabotage, type Sabotage, sabotages } from '../kit/sabotage.ts';
import { scheduleOf } from '../kit/kills.ts';
import { runUnderKills } from '../kit/verdict.ts';

/** Services only: what is broken is in them. */
const WEIGHTS = { 'front-1': 1, 'front-2': 1, 'back-1': 1, 'back-2': 1 };
/** A killed consumer's messages come back after 12 s at the latest. */
const STUCK_MS = 15_000;

export default defineScenario({
  name: 'sabotage',
  proves:
    'The checker of the kills notices a chassis that loses, doubles or reorders events, or undoes twice what a saga did.',
  async run(world) {
    if (!world.isLong) return judge(world, 'all', { ...together(), what: 'all of them at once' });
    const told = [];
    for (const [name, fault] of Object.entries(sabotages)) told.push(await judge(world, name, fault));
    return told.join('; ');
  },
});

/** Faults of different places in one chassis. */
function together(): Omit<Sabotage, 'what'> {
  const chosen: readonly Sabotage[] = [sabotages.order, sabotages.inbox, sabotages.undo];
  return { shows: chosen.flatMap(({ shows }) => shows), edits: chosen.flatMap(({ edits }) => edits) };
}

async function judge(world: World, name: string, fault: Sabotage): Promise<string> {
  const repair = sabotage(world.shop, fault);
  try {
    const ground = await world.freshGround();
    const schedule = scheduleOf(world.random, 8, WEIGHTS, { least: 300, most: 900 });
    const { violations, summary } = await runUnderKills(world, ground, {
      name: `sabotage-${name}-${world.kind}`,
      schedule,
      stuckMs: STUCK_MS,
    });
    const found = new Set(violations.map(({ kind }) => kind));
    for (const sign of fault.shows)
      expect(
        violations.some(({ kind, what }) => sign.test(`${kind}: ${what}`)),
        `${fault.what}: nothing like ${sign} was found (${[...found].join(', ')}; ${summary})`,
      );
    return `${fault.what}: ${[...found].join(', ')}`;
  } finally {
    repair();
  }
}
