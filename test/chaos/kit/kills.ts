import type { Random } from './random.ts';
import { isClosing } from './place.ts';
import { sleep, until } from './until.ts';
import type { Stoppable, Victim } from './victim.ts';

export type Kill = { readonly afterMs: number; readonly victim: string };
export type KillDone = Kill & { readonly at: string; readonly backAfterMs: number };

/** Who is killed when: the same for the same seed. `weights` says how often each comes up. */
export function scheduleOf(
  random: Random,
  count: number,
  weights: Readonly<Record<string, number>>,
  gapMs: { readonly least: number; readonly most: number },
): readonly Kill[] {
  const names = Object.entries(weights).flatMap(([name, weight]) => Array.from({ length: weight }, () => name));
  return Array.from({ length: count }, () => ({
    afterMs: gapMs.least + random.below(gapMs.most - gapMs.least),
    victim: random.pick(names),
  }));
}

/** Carries a schedule out, or as much of it as there is time for. The next kill may hit while an earlier victim, unless it is the same, is still down. */
export async function killAll(
  schedule: readonly Kill[],
  victims: readonly (Victim | Stoppable)[],
  onKill: (done: KillDone, count: number) => void,
  deadline = Number.POSITIVE_INFINITY,
): Promise<readonly KillDone[]> {
  const byName = new Map(victims.map((victim) => [victim.name, victim]));
  const down = new Map<string, Promise<void>>();
  const done: KillDone[] = [];
  for (const kill of schedule) {
    await sleep(kill.afterMs);
    await down.get(kill.victim);
    const victim = byName.get(kill.victim);
    if (!victim || isClosing() || Date.now() > deadline) break;
    const back = killOnce(victim, kill).then((one) => onKill(one, done.push(one)));
    back.catch(() => {}); // told by whoever waits for it next
    down.set(kill.victim, back);
  }
  await Promise.all(down.values());
  return done;
}

async function killOnce(victim: Victim | Stoppable, kill: Kill): Promise<KillDone> {
  const at = new Date().toISOString();
  const started = performance.now();
  await victim.kill();
  if ('start' in victim) await victim.start();
  await until(`${victim.name} is back`, 90_000, () => victim.isBack());
  return { ...kill, at, backAfterMs: Math.round(performance.now() - started) };
}
