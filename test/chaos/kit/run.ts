import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BrokerKind, missingFor } from './broker.ts';
import { closeGround, type Ground, startGround } from './ground.ts';
import { isClosing } from './place.ts';
import { randomFrom } from './random.ts';
import type { FreshOptions, Scenario, World } from './scenario.ts';

export type Settings = {
  readonly kind: BrokerKind;
  readonly seed: number;
  readonly shop: string;
  readonly place: string;
  readonly records: string;
  readonly isLong: boolean;
  readonly kills: number | undefined;
  readonly minutes: number;
  readonly pauseMs: number;
};

let grounds = 0;
const shared = new Map<BrokerKind, Promise<Ground>>();

/** Runs one scenario and prints what came of it; false when something was not as described. */
export async function runScenario(scenario: Scenario, settings: Settings): Promise<boolean> {
  const started = performance.now();
  const used: Ground[] = [];
  const world = worldOf(scenario, settings, used);
  const name = `${scenario.name} (${settings.kind})`;
  const missing = missingFor(settings.kind) ?? scenario.missing?.(world);
  if (missing !== undefined) {
    console.log(`not run: ${name}, because ${missing}`);
    return true;
  }
  try {
    const seen = await scenario.run(world);
    console.log(`✓ ${name}: ${seen} [${((performance.now() - started) / 1000).toFixed(1)} s]`);
    return true;
  } catch (error) {
    if (isClosing()) return false;
    console.log(`✖ ${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    console.log(`  again: npm run test:chaos -- ${scenario.name} --broker ${settings.kind} --seed ${settings.seed}`);
    const ground = await shared.get(settings.kind)?.catch(() => undefined);
    for (const one of [...used, ...(ground ? [ground] : [])]) keepLogs(one, scenario.name, settings);
    await endShared(settings.kind);
    return false;
  } finally {
    await Promise.all(used.map(closeGround));
  }
}

/** Ends what the scenarios of one broker shared. */
export async function endShared(kind: BrokerKind): Promise<void> {
  const ground = await shared.get(kind)?.catch(() => undefined);
  shared.delete(kind);
  if (ground) await closeGround(ground);
}

function worldOf(scenario: Scenario, settings: Settings, used: Ground[]): World {
  const begin = (options: FreshOptions = {}) =>
    startGround({ ...settings, ...options, folder: join(settings.place, `ground-${(grounds += 1)}`) });
  return {
    ...settings,
    // Each scenario draws its own numbers, so that leaving one out does not change the others.
    random: randomFrom([...scenario.name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), settings.seed)),
    async freshGround(options) {
      const ground = await begin(options);
      used.push(ground);
      return ground;
    },
    ground() {
      const ground = shared.get(settings.kind) ?? begin({ isEverybodyAtOnce: true });
      shared.set(settings.kind, ground);
      return ground;
    },
    say: (text) => console.log(`  ${text}`),
  };
}

/** What the services wrote, next to the verdict. */
function keepLogs({ services }: Ground, scenario: string, { records, kind }: Settings): void {
  for (const { name, log } of services)
    if (existsSync(log)) copyFileSync(log, join(records, `${scenario}-${kind}-${name}.log`));
}
