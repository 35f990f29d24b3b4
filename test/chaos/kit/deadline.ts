// The end of a run that is bounded as a whole: what it leaves out is named, and nothing overruns it.

export type Deadline = {
  readonly hasPassed: () => boolean;
  /** What the work answers, or `over` as soon as time is up; the work itself goes on and is for the caller to end. */
  readonly within: <T>(work: () => Promise<T>) => Promise<T | 'over'>;
};

/** So long from now; without a number, never. */
export function deadlineIn(ms: number | undefined): Deadline {
  const endsAt = ms === undefined ? Number.POSITIVE_INFINITY : Date.now() + ms;
  const hasPassed = () => Date.now() >= endsAt;
  return {
    hasPassed,
    async within(work) {
      if (hasPassed()) return 'over';
      if (ms === undefined) return work();
      const over = Promise.withResolvers<'over'>();
      const timer = setTimeout(() => over.resolve('over'), endsAt - Date.now());
      const done = work();
      // Nobody waits for it once time is up.
      done.catch(() => {});
      return Promise.race([done, over.promise]).finally(() => clearTimeout(timer));
    },
  };
}
