import { sleep } from './until.ts';

export type Answer = {
  readonly at: number;
  readonly ms: number;
  /** `OK`, or the status it was refused with. */ readonly code: string;
  /** What the refusal said. */
  readonly why?: string;
};
export type Steady = {
  readonly answers: readonly Answer[];
  /** Resolves with all answers once the last has come. */
  stop(): Promise<readonly Answer[]>;
};

/**
 * Calls at a rate, whether earlier calls were answered or not, as the outside world does; but there are only so many
 * callers, and when all of them wait, because the machine does not keep up, nobody asks.
 */
export function callSteadily(perSecond: number, call: (index: number) => Promise<unknown>, callers = 200): Steady {
  const answers: Answer[] = [];
  const open = new Set<Promise<void>>();
  const stopping = new AbortController();
  const begun = performance.now();
  const ask = async (index: number) => {
    const [at, started] = [Date.now(), performance.now()];
    const answer = await call(index).then(() => ({ code: 'OK' }), refusalOf);
    answers.push({ at, ms: performance.now() - started, ...answer });
  };
  const loop = (async () => {
    for (let index = 0; !stopping.signal.aborted;) {
      const due = ((performance.now() - begun) / 1000) * perSecond;
      for (; index < due && open.size < callers; index += 1) {
        const one = ask(index).finally(() => open.delete(one));
        open.add(one);
      }
      await sleep(5);
    }
  })();
  return {
    answers,
    async stop() {
      stopping.abort();
      await loop;
      await Promise.all(open);
      return answers;
    },
  };
}

function refusalOf(error: unknown): { code: string; why: string } {
  if (!(error instanceof Error)) return { code: 'not an error', why: String(error) };
  return { code: 'code' in error ? String(error.code) : error.name, why: error.message };
}

/** How many answers there were of each status: "812 OK, 3 UNAVAILABLE". */
export function countsOf(answers: readonly Answer[]): string {
  return [...Map.groupBy(answers, ({ code }) => code)].map(([code, list]) => `${list.length} ${code}`).join(', ');
}

/** The duration that so many of 100 answers stay below. */
export function percentileOf(answers: readonly Answer[], percent: number): number {
  const sorted = answers.map(({ ms }) => ms).toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0);
}
