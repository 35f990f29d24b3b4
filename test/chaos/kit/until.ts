/** Longer than anything takes here, however busy the machine is: whoever waits so long waits in vain. */
export const PATIENCE_MS = 120_000;

export const sleep = (ms: number): Promise<void> => new Promise((done) => void setTimeout(done, ms));

/** Asks again until the answer is there; there is no waiting without a condition and a deadline. */
export async function until<T>(
  what: string,
  withinMs: number,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  let last = '';
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = `; last: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}${last}`);
    await sleep(25);
  }
}
