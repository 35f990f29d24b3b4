/** How long the slowest of the fastest 99 per cent took, of so many calls one after the other. In milliseconds. */
export async function p99Of(calls: number, work: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let made = 0; made < calls; made += 1) {
    const started = performance.now();
    await work();
    taken.push(performance.now() - started);
  }
  taken.sort((a, b) => a - b);
  return taken[Math.ceil(calls * 0.99) - 1] ?? 0;
}

/** Work that starts so many times a second, whether or not what was started before has ended. */
export type Load = { readonly work: () => Promise<unknown>; readonly perSecond: number };

/** Does the one beside the other, and waits for both. Throws what the load threw. */
export async function beside<T>({ work, perSecond }: Load, main: () => Promise<T>): Promise<T> {
  const started: Promise<unknown>[] = [];
  const timer = setInterval(() => started.push(work()), 1000 / perSecond);
  try {
    return await main();
  } finally {
    clearInterval(timer);
    await Promise.all(started);
  }
}
