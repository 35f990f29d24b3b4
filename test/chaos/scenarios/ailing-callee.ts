import { expectAlive, transferSteadily } from '../kit/outage.ts';
import type { Ground } from '../kit/ground.ts';
import { defineScenario, expect, type World } from '../kit/scenario.ts';
import { callSteadily, countsOf, percentileOf } from '../kit/steady.ts';
import { PATIENCE_MS, sleep, until } from '../kit/until.ts';

/** Of the caller's own work: this many times the quiet one, or this much more where that is little. */
const TWICE = 2;
const NOISE_MS = 150;
/** What slows the caller's own work down once may be others on this machine; a callee does it every time. */
const TRIES = 3;
const MOODS = { hung: 'hang', slow: '3000', lying: 'lie' } as const;

export default defineScenario({
  name: 'ailing-callee',
  proves:
    'A hung, a slow, a lying and a flapping callee cost their caller no more than its calls to them: its other work keeps its pace, the circuit opens, and closes again when the callee is well.',
  async run(world) {
    const ground = await world.ground();
    const watchMs = world.isLong ? 15_000 : 3000;
    ground.setMood('');
    await warmUp(ground);
    const quiet = await watch(ground, watchMs);
    const told = [`quiet p99 ${quiet} ms`];
    for (const [name, mood] of Object.entries(MOODS))
      told.push(await ail(ground, name, () => ground.setMood(mood), { quiet, watchMs }));
    if (world.isLong) told.push(await flap(world, ground, { quiet, watchMs }));
    await expectAlive(ground);
    return told.join('; ');
  },
});

/** Calls that need the callee. */
const askSteadily = ({ calls }: Ground, perSecond: number) =>
  callSteadily(perSecond, () => calls.statement({ account: 'steady-1' }, { timeoutMs: 3000 }));

type Bounds = { readonly quiet: number; readonly watchMs: number };

/** Until whatever is only slow the first time has been done. */
async function warmUp(ground: Ground): Promise<void> {
  const own = transferSteadily(ground, 20, 20_000);
  await until('its own work is done', PATIENCE_MS, () => own.answers.length > 20);
  await own.stop();
}

/** The p99 of the caller's own work while it also asks its callee. */
async function watch(ground: Ground, forMs: number): Promise<number> {
  const asking = askSteadily(ground, 50);
  const own = transferSteadily(ground, 20, 20_000);
  await sleep(forMs);
  const answers = await own.stop();
  await asking.stop();
  expect(
    answers.every(({ code }) => code === 'OK'),
    `its own work was answered ${countsOf(answers)}`,
  );
  return percentileOf(answers, 99);
}

async function ail(ground: Ground, name: string, begin: () => void, { quiet, watchMs }: Bounds): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    begin();
    const p99 = await watch(ground, watchMs);
    await untilOpen(ground, name);
    ground.setMood('');
    const closed = await untilClosed(ground);
    const isFine = p99 <= Math.max(quiet * TWICE, quiet + NOISE_MS);
    if (isFine) return `${name} p99 ${p99} ms, closed again after ${closed} ms`;
    expect(tries < TRIES, `beside a ${name} callee p99 was ${p99} ms, ${quiet} ms without, ${TRIES} times`);
  }
}

/** Well and ill by turns. */
async function flap(world: World, ground: Ground, bounds: Bounds): Promise<string> {
  const over = new AbortController();
  const turns = (async () => {
    for (; !over.signal.aborted; await sleep(300 + world.random.below(700)))
      ground.setMood(world.random.below(2) === 0 ? '' : 'hang');
  })();
  const told = await ail(ground, 'flapping', () => {}, bounds).finally(() => over.abort());
  await turns;
  ground.setMood('');
  await untilClosed(ground);
  return told;
}

/** The worst of both replicas: 0 closed, 1 trying, 2 open. */
async function breakerOf({ front }: Ground): Promise<number> {
  const texts = await Promise.all(front.map((one) => one.metrics()));
  return Math.max(
    ...texts.map((text) => Number(/client_breaker_state\{[^}]*callee="ledger"[^}]*\} (\d)/.exec(text)?.[1] ?? 0)),
  );
}

/** It opens by the calls of one's own that fail. */
async function untilOpen(ground: Ground, name: string): Promise<void> {
  const asking = askSteadily(ground, 50);
  try {
    await until(`the circuit to a ${name} callee opens`, PATIENCE_MS, async () => (await breakerOf(ground)) > 0);
  } finally {
    await asking.stop();
  }
}

async function untilClosed(ground: Ground): Promise<number> {
  const started = performance.now();
  const asking = askSteadily(ground, 20);
  try {
    await until('the circuit closes', PATIENCE_MS, async () => (await breakerOf(ground)) === 0);
  } finally {
    await asking.stop();
  }
  return Math.round(performance.now() - started);
}
