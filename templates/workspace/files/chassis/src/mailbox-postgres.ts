import { randomUUID } from 'node:crypto';
import type { JobInsert, PgBoss } from 'pg-boss';
import type { Mailbox, Message } from './broker.ts';
import { sleep } from './clock.ts';
import type { Log } from './log.ts';

const PREFIX = 'mailbox.';
/** What lies there longer than anybody waits for an answer is nobody's. */
const KEPT_SECONDS = 60;
const SIGN_OF_LIFE_MS = 60_000;
/** A mailbox without so many signs of life one after another belonged to a process that was killed. */
const DEAD_AFTER = 5;

type Opening = {
  readonly owner: string;
  readonly log: Log;
  readonly receive: (message: Message) => void;
  readonly signOfLifeMs?: number;
};

/** A queue of its own for each process, which goes when the process does; those of the killed go with others' time. */
export async function openMailbox(
  boss: PgBoss,
  { owner, log, receive, signOfLifeMs = SIGN_OF_LIFE_MS }: Opening,
): Promise<Mailbox> {
  const address = `${PREFIX}${owner}.${randomUUID()}`;
  await listen(boss, address, receive);
  const closing = new AbortController();
  const again = async () => {
    await boss.offWork(address, { wait: true });
    await listen(boss, address, receive);
  };
  const living = showLife(boss, { address, log, again, signOfLifeMs, signal: closing.signal });
  return {
    address,
    async close() {
      closing.abort();
      await living;
      await boss.offWork(address, { wait: true });
      await boss.deleteQueue(address);
    },
  };
}

async function listen(boss: PgBoss, address: string, receive: (message: Message) => void): Promise<void> {
  await boss.createQueue(address, {
    notify: true,
    retryLimit: 0,
    retentionSeconds: KEPT_SECONDS,
    deleteAfterSeconds: KEPT_SECONDS,
  });
  const options = { batchSize: 100, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 1 };
  await boss.work<Message>(address, options, async (jobs) => {
    for (const { data } of jobs) receive(data);
  });
}

export async function post(boss: PgBoss, replyTo: string, job: JobInsert): Promise<void> {
  try {
    await boss.insert(replyTo, [job], { returnId: false });
  } catch (error) {
    const isGone = (await boss.getQueue(replyTo)) === null;
    if (!isGone) throw error;
  }
}

type Living = {
  readonly address: string;
  readonly log: Log;
  readonly again: () => Promise<void>;
  readonly signOfLifeMs: number;
  readonly signal: AbortSignal;
};

/**
 * Signs of life, and the mailboxes of those who give none. Only who could reach the broker itself all the while may say
 * so of others: right after an outage the signs of all are old.
 */
async function showLife(boss: PgBoss, { address, log, again, signOfLifeMs, signal }: Living): Promise<void> {
  for (let uninterrupted = 0; ; ) {
    await sleep(signOfLifeMs, signal);
    if (signal.aborted) return;
    try {
      if (await isThere(boss, address)) uninterrupted += 1;
      else {
        uninterrupted = 0;
        log.warn('broker: the mailbox was taken for that of a killed process; it is made anew');
        await again();
      }
      if (uninterrupted > DEAD_AFTER) await sweep(boss, (DEAD_AFTER * signOfLifeMs) / 1000);
    } catch (error) {
      uninterrupted = 0;
      log.warn({ err: error }, 'broker: no sign of life from the mailbox');
    }
  }
}

async function isThere(boss: PgBoss, address: string): Promise<boolean> {
  const { rows } = await boss
    .getDb()
    .executeSql('update pgboss.queue set updated_on = now() where name = $1 returning name', [address]);
  return rows.length > 0;
}

async function sweep(boss: PgBoss, deadAfterSeconds: number): Promise<void> {
  const { rows } = await boss
    .getDb()
    .executeSql(
      `select name from pgboss.queue where starts_with(name, $1) and updated_on < now() - make_interval(secs => $2)`,
      [PREFIX, deadAfterSeconds],
    );
  for (const { name } of rows) await boss.deleteQueue(String(name));
}
