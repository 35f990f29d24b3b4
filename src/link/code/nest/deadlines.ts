import type { Waiting } from '../../../model/waiting.ts';
import { millisecondsOf } from '../libraries/patience/amounts.ts';
import { evidenceAt, librariesOf } from '../things.ts';
import type { Deed, Program } from '../types.ts';
import { within } from '../walk/around.ts';

/** `intercept(…) { return next.handle().pipe(timeout(5000)); }`: who asks is answered in time, whatever the handler waits for. */
export const interceptedWithin = (program: Program): Waiting | undefined => {
  for (const file of program.files) {
    const module = program.workspace.moduleOf(file);
    for (const [fn, fact] of module?.fact.functions.entries() ?? []) {
      if (!module || fact.name !== 'intercept' || fact.owner === undefined) continue;
      const scope = program.generic(module, fn);
      const timers = fact.calls
        .flatMap((index) => module.fact.calls[index] ?? [])
        .flatMap(({ callee, args, at }) => {
          const isTimeout = librariesOf(program.evaluate(callee, scope)).some(
            ({ package: name, path }) => name.startsWith('rxjs') && /(?:^|\.)timeout(?:With)?$/.test(path),
          );
          return isTimeout ? [{ arg: args[0], at }] : [];
        });
      const [timer] = timers;
      if (!timer) continue;
      const ms = timer.arg && millisecondsOf(program.evaluate(timer.arg, scope), program);
      const limit = { by: 'wrapper', at: evidenceAt(scope, timer.at), ...(ms === undefined ? {} : { ms }) } as const;
      return { limits: [limit] };
    }
  }
  return undefined;
};

/** What handlers do while somebody waits for them, no longer than the interceptor lets them. */
export const endedIn = (deeds: readonly Deed[], waiting: Waiting | undefined): readonly Deed[] =>
  waiting
    ? deeds.map((deed) => (deed.what.kind === 'call' ? { ...deed, around: within(deed.around, waiting) } : deed))
    : deeds;
