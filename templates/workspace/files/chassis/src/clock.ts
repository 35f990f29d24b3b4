import { setTimeout as wait } from 'node:timers/promises';

/** Waits, or returns early when the signal aborts. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, signal ? { signal } : {}).catch((error: unknown) => {
    if (!signal?.aborted) throw error;
  });
}

/** Doubling delay, half of it left to chance, so that many who failed together do not come back together. */
export function backoffMs(attempt: number, { first, most }: { readonly first: number; readonly most: number }): number {
  const ceiling = Math.min(most, first * 2 ** Math.min(attempt, 30));
  return Math.round(ceiling / 2 + (Math.random() * ceiling) / 2);
}
