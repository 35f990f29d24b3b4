import { setTimeout as wait } from 'node:timers/promises';

/** Node's timers fire at once when they are told to wait for longer than this: 24 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** How long a timer may run for a wait of so many milliseconds, which may be over already or have no end. */
export const timerMs = (milliseconds: number): number => Math.min(Math.max(0, milliseconds), LONGEST_TIMER_MS);

/** Waits, or returns early when the signal aborts. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await wait(timerMs(milliseconds), undefined, signal ? { signal } : {}).catch((error: unknown) => {
    if (!signal?.aborted) throw error;
  });
}

/** Whether work succeeds in so many milliseconds; what comes of it later is nobody's. */
export async function succeedsWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  const late = new AbortController();
  const succeeds = work.then(
    () => true,
    () => false,
  );
  const answer = await Promise.race([succeeds, sleep(milliseconds, late.signal).then(() => false)]);
  late.abort();
  return answer;
}

/** Doubling delay, half of it left to chance ("equal jitter"), so that many who failed together do not come back together. */
export function backoffMs(attempt: number, { first, most }: { readonly first: number; readonly most: number }): number {
  const ceiling = Math.min(most, first * 2 ** Math.min(attempt, 30));
  return Math.round(ceiling / 2 + (Math.random() * ceiling) / 2);
}
