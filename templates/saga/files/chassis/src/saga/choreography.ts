import { ended, undoing, undoingAgain, undoingLater, type State, type Turn, type Turns } from './turn.ts';

/** What whoever begins a choreography knows of it: who comes first, who comes last, and what it tells them. */
export type Choreography<M extends string> = {
  readonly first: string;
  readonly last: string;
  /** How long it waits for the first; each of them waits for the one after it. */
  readonly withinSeconds: number;
  readonly says: { readonly begun: M; readonly completed: M; readonly cancelled: M };
};

/**
 * Each step follows the event of the one before. Whoever began decides how it ends, alone and once: completed when the
 * last is done, cancelled when anybody fails or stops waiting. Cancelled, the last undoes first and the first last; a
 * step that never came is undone too, and is then refused (see participant.ts).
 */
export function choreography<M extends string>({ first, last, withinSeconds, says }: Choreography<M>): Turns<M> {
  const running = { status: 'RUNNING', attempts: 1, reason: '', trouble: '' } as const;
  const cancelled = (reason: string): Turn<M> => {
    const state: State = { status: 'COMPENSATING', step: first, attempts: 1, reason, trouble: '' };
    return undoing(state, says.cancelled, withinSeconds);
  };
  const undone = (reason: string): Turn<M> => ({ state: ended('COMPENSATED', reason), effects: [{ kind: 'giveUp' }] });
  return {
    first: () => ({
      state: { ...running, step: first },
      effects: [{ kind: 'say', message: says.begun }],
      dueInMs: withinSeconds * 1000,
    }),
    next(state, signal) {
      if (state.status === 'RUNNING') {
        if (signal.kind === 'failed') return cancelled(`${signal.step}: ${signal.reason}`);
        if (signal.kind === 'due') return cancelled(`${state.step}: no answer in time`);
        if (signal.kind !== 'done') return undefined;
        if (signal.step === last) {
          const effects = [{ kind: 'say', message: says.completed }, { kind: 'complete' }] as const;
          return { state: ended('COMPLETED', ''), effects };
        }
        return signal.step === state.step ? { state: { ...running, step: last }, effects: [] } : undefined;
      }
      if (state.status !== 'COMPENSATING' && state.status !== 'STUCK') return undefined;
      if (signal.kind === 'undone' && signal.step === first) return undone(state.reason);
      if (state.status === 'STUCK') {
        if (signal.kind === 'settle') return undone(state.reason);
        return signal.kind === 'retry' ? cancelled(state.reason) : undefined;
      }
      if (signal.kind === 'notUndone') return undoingLater(state, signal.step, signal.reason);
      return signal.kind === 'due' ? undoingAgain(state, says.cancelled, withinSeconds) : undefined;
    },
  };
}
