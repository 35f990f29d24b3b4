import type { Ground } from './ground.ts';
import { callSteadily, type Answer } from './steady.ts';
import { PATIENCE_MS, until } from './until.ts';
import { expect } from './scenario.ts';

/** As many as two replicas have connections: more would wait for one for too long where the machine is busy. */
const CALLERS = 20;

let rounds = 0;

/** A few transfers a second, each with an id of its own, by callers who wait as long as they say. */
export function transferSteadily({ calls }: Ground, perSecond: number, timeoutMs: number) {
  const round = (rounds += 1);
  const transfer = (index: number) =>
    calls.transfer(
      {
        id: `steady-${round}-${index}`,
        source: `steady-${index % 20}`,
        target: `steady-${(index + 3) % 20}`,
        amount: 5n,
      },
      { timeoutMs },
    );
  return callSteadily(perSecond, transfer, CALLERS);
}

/** Waits until calls succeed again and every event has arrived; answers with how long that took. */
export async function untilRecovered(ground: Ground): Promise<number> {
  const started = performance.now();
  await ground.ready();
  const id = `after-${(rounds += 1)}`;
  await until('a transfer succeeds', PATIENCE_MS, async () => {
    await ground.calls.transfer({ id, source: id, target: `${id}-to`, amount: 1n }, { timeoutMs: 5000 });
    return true;
  });
  await until('its events arrive', PATIENCE_MS, async () => (await entriesOf(ground, id)) === 2);
  return Math.round(performance.now() - started);
}

/** How many events of a transfer took effect. */
export async function entriesOf({ data }: Ground, transfer: string): Promise<number> {
  const rows = await data.query('ledger', `select count(*) from entry where transfer = '${transfer}'`);
  return Number(rows[0]?.['count']);
}

/** Nobody died of it, and nobody was told to be dead. */
export async function expectAlive({ services }: Ground): Promise<void> {
  for (const { name, crashes, probe } of services) {
    expect(crashes.length === 0, `${name} ended by itself: ${crashes.join('; ')}`);
    const live = await probe('live');
    expect(live === 200, `${name} answers ${live} when asked whether it lives`);
  }
}

/** A timer of a busy machine may be so late. */
const LATE_MS = 30_000;

/** None took longer than its caller was willing to wait. */
export function expectPrompt(answers: readonly Answer[], timeoutMs: number): void {
  const slowest = Math.max(...answers.map(({ ms }) => ms));
  expect(slowest < timeoutMs + LATE_MS, `an answer took ${Math.round(slowest)} ms`);
}
