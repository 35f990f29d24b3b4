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

export type Count = { readonly done: number; readonly asked: number };

/** How many kills there were, in words that nobody takes for all that were asked. */
export function killsSaid({ done, asked }: Count): string {
  if (done >= asked) return `${done} kills`;
  return `${done * 2 < asked ? 'only ' : ''}${done} of ${asked} kills`;
}

export type Killing = {
  readonly schedule: readonly Kill[];
  readonly victims: readonly (Victim | Stoppable)[];
  readonly onKill: (done: KillDone, count: number) => void;
  /** Resolves when the load has got on since it was last called, so that there is something to kill again. */
  readonly progress: () => Promise<void>;
  /** No kill after it. */
  readonly deadline: number;
};

/**
 * Carries a schedule out, or as much of it as there is time for. The next kill may hit while earlier victims are still
 * down; who is down itself is passed over until it is back.
 */
export async function killAll({
  schedule,
  victims,
  onKill,
  progress,
  deadline,
}: Killing): Promise<readonly KillDone[]> {
  const byName = new Map(victims.map((victim) => [victim.name, victim]));
  const down = new Map<string, Promise<void>>();
  const done: KillDone[] = [];
  /** Whoever does not come back is told of at once, not when all others have waited in vain. */
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => {});
  for (const left = [...schedule]; left.length > 0;) {
    await Promise.race([Promise.all([sleep(left[0]?.afterMs ?? 0), progress()]), lost.promise]);
    if (down.size === victims.length) await Promise.race(down.values());
    if (isClosing() || Date.now() > deadline) break;
    const kill = takeNext(left, (name) => down.has(name));
    const victim = byName.get(kill?.victim ?? '');
    if (!kill || !victim) throw new Error(`there is no ${kill?.victim} to kill`);
    await down.get(victim.name);
    const back = (async () => {
      const one = await killOnce(victim, kill);
      down.delete(victim.name);
      onKill(one, done.push(one));
    })();
    back.catch(lost.reject);
    down.set(victim.name, back);
  }
  await Promise.all(down.values());
  return done;
}

/** The first of somebody who is up; of somebody who is not, where nobody else is left. */
function takeNext(left: Kill[], isDown: (victim: string) => boolean): Kill | undefined {
  const index = left.findIndex(({ victim }) => !isDown(victim));
  return left.splice(Math.max(0, index), 1)[0];
}

/** Whoever does not serve by then is not coming back, however busy the machine is. */
const BACK_MS = 240_000;

async function killOnce(victim: Victim | Stoppable, kill: Kill): Promise<KillDone> {
  const at = new Date().toISOString();
  const started = performance.now();
  await victim.kill();
  if ('start' in victim) await victim.start();
  await until(`${victim.name} is back`, BACK_MS, () => victim.isBack());
  return { ...kill, at, backAfterMs: Math.round(performance.now() - started) };
}
