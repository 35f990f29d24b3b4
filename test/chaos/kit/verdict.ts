import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, type Violation } from './checker.ts';
import type { Ground } from './ground.ts';
import type { History } from './history.ts';
import { type Count, killAll, killsSaid, type Kill, type KillDone } from './kills.ts';
import { type Load, startLoad, type Told } from './load.ts';
import { comeToRest, readHistory } from './read.ts';
import { Broken, type World } from './scenario.ts';
import { until } from './until.ts';

export type Judged = {
  readonly history: History;
  readonly violations: readonly Violation[];
  readonly kills: Count;
  readonly summary: string;
};

/** Load, the kills of a schedule in the middle of it, rest, and the checker's verdict; all of it kept in files. */
export async function runUnderKills(
  world: World,
  ground: Ground,
  plan: { readonly name: string; readonly schedule: readonly Kill[]; readonly stuckMs?: number },
): Promise<Judged> {
  const log = join(world.records, `${plan.name}-kills.jsonl`);
  writeFileSync(log, `${JSON.stringify({ seed: world.seed, broker: world.kind, kills: plan.schedule.length })}\n`);
  const started = performance.now();
  const load = startLoad({
    calls: ground.calls,
    random: world.random,
    prefix: plan.name,
    callers: 8,
    accounts: 24,
    pauseMs: world.pauseMs,
  });
  const victims = [...ground.services, ground.data, ground.broker];
  const onKill = (kill: KillDone, count: number) => {
    appendFileSync(log, `${JSON.stringify(kill)}\n`);
    if (count % 50 === 0) world.say(`${count} kills, ${askedIn(load).length} requests`);
  };
  const done = await killAll({
    schedule: plan.schedule,
    victims,
    onKill,
    progress: progressOf(ground, load),
    deadline: Date.now() + world.minutes * 60_000,
  });
  await load.stop();
  await ground.ready(240_000);
  const { isComplete } = await comeToRest(ground, plan.stuckMs);
  const history = await readHistory(ground, load);
  const violations = check(history);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const asked = askedIn(load);
  const [unanswered, refused] = (['nothing', 'refused'] as const).map(
    (what) => asked.filter(({ told }) => told === what).length,
  );
  const sagas = history.traded.map(({ style, books }) => {
    const confirmed = books.sagas.filter(({ status }) => status === 'COMPLETED').length;
    return `${books.sagas.length} by ${style} (${confirmed} confirmed)`;
  });
  const kills = { done: done.length, asked: plan.schedule.length };
  const crashes = ground.services.flatMap(({ name, crashes }) => crashes.map((how) => `${name} ${how}`));
  const summary =
    `${killsSaid(kills)}, ${history.changes.length} events in order, ${sagas.join(', ')}, ` +
    `${asked.length} requests (${unanswered} unanswered, ${refused} refused), ${crashes.length} exits of their own, ${seconds} s`;
  const verdict = {
    seed: world.seed,
    broker: world.kind,
    summary,
    isComplete,
    kills,
    crashes,
    violations: violations.slice(0, 200),
  };
  writeFileSync(join(world.records, `${plan.name}-verdict.json`), `${JSON.stringify(verdict, null, 2)}\n`);
  return { history, violations, summary, kills };
}

/** Waits until, since the last time, a request was answered and an event took effect. */
function progressOf({ data }: Ground, load: Load): () => Promise<void> {
  let before = { answers: 0, effects: 0 };
  return async () => {
    await until('a request is answered and an event takes effect', 240_000, async () => {
      const answers = load.answered();
      if (answers === before.answers) return false;
      const [row] = await data.query('ledger', 'select max(position) from entry');
      const effects = Number(row?.['max']);
      if (effects <= before.effects) return false;
      before = { answers, effects };
      return true;
    });
  };
}

const askedIn = ({ transfers, orders }: Told) => [...transfers, ...[...orders.values()].flat()];

/** Throws with the first violations and what lay around them, and where nothing was killed that could have led to any. */
export function expectNone({ violations, summary, kills }: Omit<Judged, 'history'>, seed: number): void {
  if (kills.done === 0) throw new Broken(`nothing was killed, so nothing is proven (${summary})`);
  if (violations.length === 0) return;
  const shown = violations
    .slice(0, 8)
    .map(({ kind, what, around }) => `${kind}: ${what}\n${around.map((line) => `    ${line}\n`).join('')}`);
  throw new Broken(`${violations.length} violations with seed ${seed} (${summary})\n${shown.join('')}`);
}
