import { backoffMs } from '../clock.ts';
import type { SagaStatus } from './tables.ts';

export type State = {
  readonly status: SagaStatus;
  /** The step whose answer is awaited; empty at the end. */
  readonly step: string;
  readonly attempts: number;
  readonly reason: string;
  readonly trouble: string;
};

/** What a saga hears. `due`: nobody answered in time. `retry` and `settle` come from a person. */
export type Signal =
  | { readonly kind: 'done' | 'undone'; readonly step: string }
  | { readonly kind: 'failed' | 'notUndone'; readonly step: string; readonly reason: string }
  | { readonly kind: 'due' | 'retry' | 'settle' };

/** `say` is a message by its name; the others are how a saga ends for its context. */
export type Effect<M> = { readonly kind: 'say'; readonly message: M } | { readonly kind: 'complete' | 'giveUp' };

/** What follows from a signal. */
export type Turn<M> = {
  readonly state: State;
  readonly effects: readonly Effect<M>[];
  /** Until then an answer is awaited; for ever where there is none. */
  readonly dueInMs?: number;
};

/** How a saga of one style goes on. Undefined: the signal changes nothing, it was heard before or comes too late. */
export type Turns<M> = {
  readonly first: () => Turn<M>;
  readonly next: (state: State, signal: Signal) => Turn<M> | undefined;
};

/** So often something is undone in vain; then a person is called. */
const MAX_ATTEMPTS = 6;
const PAUSE = { first: 1000, most: 60_000 };
const MOST_PATIENCE_MS = 600_000;

/**
 * Asks that something be undone, and waits twice as long each time: where the first copy still stands in a queue, more
 * copies would only make the queue longer.
 */
export function undoing<M>(state: State, message: M, withinSeconds: number): Turn<M> {
  const first = withinSeconds * 1000;
  const dueInMs = backoffMs(state.attempts, { first, most: Math.max(2 * first, MOST_PATIENCE_MS) });
  return { state, effects: [{ kind: 'say', message }], dueInMs };
}

/** Nobody has undone it in time: once more, or never again without a person. */
export function undoingAgain<M>(state: State, message: M, withinSeconds: number): Turn<M> {
  const trouble = state.trouble === '' ? `${state.step}: no answer in time` : state.trouble;
  if (state.attempts >= MAX_ATTEMPTS) return stuck({ ...state, trouble });
  return undoing({ ...state, attempts: state.attempts + 1 }, message, withinSeconds);
}

/** Whoever shall undo it cannot just now: it is asked again after a growing pause. */
export function undoingLater(state: State, step: string, reason: string): Turn<never> {
  return { state: { ...state, trouble: `${step}: ${reason}` }, effects: [], dueInMs: backoffMs(state.attempts, PAUSE) };
}

export const stuck = (state: State): Turn<never> => ({ state: { ...state, status: 'STUCK' }, effects: [] });

export const ended = (status: 'COMPLETED' | 'COMPENSATED', reason: string): State => ({
  status,
  step: '',
  attempts: 0,
  reason,
  trouble: '',
});
