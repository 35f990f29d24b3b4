import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choreography } from '../src/saga/choreography.ts';
import { orchestration } from '../src/saga/orchestration.ts';
import type { Effect, Signal, State } from '../src/saga/turn.ts';

const steps = ['a', 'b', 'c'].map((name) => ({
  name,
  invoke: `do-${name}`,
  compensate: `undo-${name}`,
  withinSeconds: 1,
}));
const { first, next } = orchestration(steps);

/** Picks the same numbers for the same seed. */
function picksOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return below === 0 ? 0 : (state >>> 8) % below;
  };
}

/** Participants that refuse, are slow, and get every message twice, in any order; answers get lost as late as can be. */
function play(pick: (below: number) => number) {
  const rows = new Map<string, 'done' | 'refused' | 'undone'>();
  const post: string[] = [];
  const answers: Signal[] = [];
  const ends: string[] = [];
  const obey = (message: string) => {
    const [what, step = ''] = message.split('-');
    if (what === 'undo') rows.set(step, 'undone');
    else if (!rows.has(step)) rows.set(step, pick(6) === 0 ? 'refused' : 'done');
    if (what === 'undo') answers.push({ kind: 'undone', step });
    else if (rows.get(step) === 'done') answers.push({ kind: 'done', step });
    else answers.push({ kind: 'failed', step, reason: 'no' });
  };
  const follow = (effects: readonly Effect<string>[]) => {
    for (const effect of effects) {
      if (effect.kind === 'say') post.push(effect.message, effect.message);
      else ends.push(effect.kind);
    }
  };
  let { state } = first();
  follow(first().effects);
  for (let count = 0; post.length > 0 || answers.length > 0 || isOpen(state); count += 1) {
    assert.ok(count < 10_000, `it ends: ${JSON.stringify(state)}`);
    const kind = pick(20);
    const [message] = kind < 9 ? post.splice(pick(post.length), 1) : [];
    if (message !== undefined) obey(message);
    const [answer] = kind >= 9 && kind < 18 ? answers.splice(pick(answers.length), 1) : [];
    const signal =
      answer ?? (kind === 18 ? ({ kind: state.status === 'STUCK' ? 'retry' : 'due' } as const) : undefined);
    const turn = signal && next(state, signal);
    state = turn?.state ?? state;
    follow(turn?.effects ?? []);
  }
  return { state, ends, left: [...rows].filter(([, row]) => row === 'done').map(([step]) => step) };
}

const isOpen = ({ status }: State) => status !== 'COMPLETED' && status !== 'COMPENSATED';

test('every step is done or none is, whatever comes when and how often', () => {
  const seen = { COMPLETED: 0, COMPENSATED: 0 };
  for (let seed = 1; seed <= 3000; seed += 1) {
    const { state, ends, left } = play(picksOf(seed));
    assert.ok(state.status === 'COMPLETED' || state.status === 'COMPENSATED');
    const isDone = state.status === 'COMPLETED';
    assert.deepEqual(ends, [isDone ? 'complete' : 'giveUp'], `seed ${seed}`);
    assert.deepEqual(left, isDone ? ['a', 'b', 'c'] : [], `seed ${seed}`);
    seen[state.status] += 1;
  }
  assert.ok(seen.COMPLETED > 100 && seen.COMPENSATED > 100, JSON.stringify(seen));
});

test('steps are undone in reverse, the one that did not answer first', () => {
  const heard: readonly Signal[] = [
    { kind: 'done', step: 'a' },
    { kind: 'due' },
    { kind: 'done', step: 'b' },
    { kind: 'undone', step: 'b' },
    { kind: 'undone', step: 'a' },
  ];
  let turn = first();
  const said = [...turn.effects];
  for (const signal of heard) {
    const following = next(turn.state, signal);
    said.push(...(following?.effects ?? []));
    turn = following ?? turn;
  }
  const words = said.map((effect) => (effect.kind === 'say' ? effect.message : effect.kind));
  assert.deepEqual(words, ['do-a', 'do-b', 'undo-b', 'undo-a', 'giveUp']);
  assert.equal(turn.state.reason, 'b: no answer in time');
});

test('a choreography ends once, and by whoever began it', () => {
  const says = { begun: 'begun', completed: 'completed', cancelled: 'cancelled' } as const;
  const danced = choreography({ first: 'a', last: 'c', withinSeconds: 1, says });
  const running = danced.first().state;
  const completed = danced.next(running, { kind: 'done', step: 'c' });
  assert.deepEqual(completed?.effects, [{ kind: 'say', message: 'completed' }, { kind: 'complete' }]);
  assert.equal(danced.next(completed.state, { kind: 'failed', step: 'b', reason: 'too late' }), undefined);
  assert.equal(danced.next(completed.state, { kind: 'undone', step: 'a' }), undefined);
  const cancelled = danced.next(running, { kind: 'failed', step: 'b', reason: 'no' });
  assert.deepEqual(cancelled?.effects, [{ kind: 'say', message: 'cancelled' }]);
  assert.equal(danced.next(cancelled.state, { kind: 'done', step: 'c' }), undefined);
  assert.equal(danced.next(cancelled.state, { kind: 'undone', step: 'a' })?.state.status, 'COMPENSATED');
});

test('who shall undo is asked six times, each time with more patience, and then never again', () => {
  const waits: number[] = [];
  let turn = next(first().state, { kind: 'due' });
  for (; turn?.dueInMs !== undefined; turn = next(turn.state, { kind: 'due' })) waits.push(turn.dueInMs);
  assert.equal(turn?.state.status, 'STUCK');
  assert.equal(waits.length, 6);
  waits.forEach((ms, times) => assert.ok(ms >= 1000 * 2 ** times && ms <= 2000 * 2 ** times, `${ms} after ${times}`));
});

test('a step that the code no longer has waits for a person', () => {
  const gone: State = { status: 'RUNNING', step: 'gone', attempts: 1, reason: '', trouble: '' };
  assert.equal(next(gone, { kind: 'due' })?.state.status, 'STUCK');
});
