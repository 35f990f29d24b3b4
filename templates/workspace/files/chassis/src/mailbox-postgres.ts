import { randomUUID } from 'node:crypto';
import type { JobInsert, PgBoss } from 'pg-boss';
import type { Mailbox, Message } from './broker.ts';
import { sleep } from './clock.ts';
import type { Log } from './log.ts';

const PREFIX = 'mailbox.';
/** What lies there longer than anybody waits for an answer is nobody's. */
const KEPT_SECONDS = 60;
const SIGN_OF_LIFE_MS = 60_000;
/** A mailbox without a sign of life for so long belonged to a process that was killed. */
const DEAD_AFTER_SECONDS = 300;

type Opening = { readonly owner: string; readonly log: Log; readonly receive: (message: Message) => void };

/** A queue of its own for each process, which goes when the process does; those of the killed go with the next to come. */
export async function openMailbox(boss: PgBoss, { owner, log, receive }: Opening): Promise<Mailbox> {
  const address = `${PREFIX}${owner}.${randomUUID()}`;
  await sweep(boss);
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
  const closing = new AbortController();
  const living = showLife(boss, { address, log, signal: closing.signal });
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

export async function post(boss: PgBoss, replyTo: string, job: JobInsert): Promise<void> {
  try {
    await boss.insert(replyTo, [job], { returnId: false });
  } catch (error) {
    const isGone = (await boss.getQueue(replyTo)) === null;
    if (!isGone) throw error;
  }
}

type Living = { readonly address: string; readonly log: Log; readonly signal: AbortSignal };

async function showLife(boss: PgBoss, { address, log, signal }: Living): Promise<void> {
  for (;;) {
    await sleep(SIGN_OF_LIFE_MS, signal);
    if (signal.aborted) return;
    await boss
      .getDb()
      .executeSql('update pgboss.queue set updated_on = now() where name = $1', [address])
      .catch((error: unknown) => log.warn({ err: error }, 'broker: no sign of life from the mailbox'));
  }
}

async function sweep(boss: PgBoss): Promise<void> {
  const { rows } = await boss
    .getDb()
    .executeSql(
      `select name from pgboss.queue where starts_with(name, $1) and updated_on < now() - make_interval(secs => $2)`,
      [PREFIX, DEAD_AFTER_SECONDS],
    );
  for (const { name } of rows) await boss.deleteQueue(String(name));
}
