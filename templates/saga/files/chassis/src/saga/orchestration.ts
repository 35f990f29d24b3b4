import {
  ended,
  stuck,
  undoing,
  undoingAgain,
  undoingLater,
  type Signal,
  type State,
  type Turn,
  type Turns,
} from './turn.ts';

/** A step as its context declares it. */
export type Step<Command extends string> = {
  readonly name: string;
  /** The command that asks for it, and the one that undoes it. */
  readonly invoke: Command;
  readonly compensate: Command;
  readonly withinSeconds: number;
};

/**
 * One step after the other, each by a command. When one is refused, those before it are undone in reverse. A step that
 * did not answer in time may have taken effect, or may yet, so it is undone too; whoever performs it answers for a step
 * that never came (see participant.ts), and its late answer changes nothing here.
 */
export function orchestration<Command extends string>(steps: readonly Step<Command>[]): Turns<Command> {
  const forward = (index: number): Turn<Command> => {
    const step = steps[index];
    if (!step) return { state: ended('COMPLETED', ''), effects: [{ kind: 'complete' }] };
    return {
      state: { status: 'RUNNING', step: step.name, attempts: 1, reason: '', trouble: '' },
      effects: [{ kind: 'say', message: step.invoke }],
      dueInMs: step.withinSeconds * 1000,
    };
  };
  const backward = (index: number, reason: string): Turn<Command> => {
    const step = steps[index];
    if (!step) return { state: ended('COMPENSATED', reason), effects: [{ kind: 'giveUp' }] };
    const state = { status: 'COMPENSATING', step: step.name, attempts: 1, reason, trouble: '' } as const;
    return undoing(state, step.compensate, step.withinSeconds);
  };
  return {
    first: () => forward(0),
    next(state, signal) {
      if (state.status === 'COMPLETED' || state.status === 'COMPENSATED') return undefined;
      if ('step' in signal && signal.step !== state.step) return undefined;
      const index = steps.findIndex(({ name }) => name === state.step);
      const step = steps[index];
      // A version of the code without this step: only a person can tell what to do.
      if (!step)
        return state.status === 'STUCK' ? undefined : stuck({ ...state, trouble: `${state.step}: no such step` });
      if (state.status === 'RUNNING') return whileRunning(state, signal, { forward, backward, index });
      if (signal.kind === 'undone') return backward(index - 1, state.reason);
      if (state.status === 'STUCK') {
        if (signal.kind === 'settle') return backward(index - 1, state.reason);
        return signal.kind === 'retry' ? backward(index, state.reason) : undefined;
      }
      if (signal.kind === 'notUndone') return undoingLater(state, state.step, signal.reason);
      return signal.kind === 'due' ? undoingAgain(state, step.compensate, step.withinSeconds) : undefined;
    },
  };
}

type Ways<M> = {
  readonly forward: (index: number) => Turn<M>;
  readonly backward: (index: number, reason: string) => Turn<M>;
  readonly index: number;
};

function whileRunning<M>({ step }: State, signal: Signal, { forward, backward, index }: Ways<M>): Turn<M> | undefined {
  if (signal.kind === 'done') return forward(index + 1);
  if (signal.kind === 'failed') return backward(index - 1, `${step}: ${signal.reason}`);
  return signal.kind === 'due' ? backward(index, `${step}: no answer in time`) : undefined;
}
