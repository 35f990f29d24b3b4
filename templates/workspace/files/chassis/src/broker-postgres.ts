import type { JobInsert, JobResult, JobWithMetadata, PgBoss } from 'pg-boss';
import { MessageRejected, type Broker, type DeadLetter, type Message, type Subscription } from './broker.ts';
import type { BrokerOptions } from './brokers.ts';
import { sleep, succeedsWithin } from './clock.ts';
import { uuidFrom } from './hash.ts';
import type { Log } from './log.ts';
import { openMailbox, post } from './mailbox-postgres.ts';
import { MAX_MESSAGE_BYTES, roundsOf } from './publishing.ts';
import { sessionOptions } from './sessions.ts';

/** What a dead letter's job holds. */
type Dead = Message & { readonly reason: string; readonly attempts: number };
type DeadJob = { readonly id: string; readonly data: Dead; readonly created_on: Date };

/**
 * A consumer that was killed keeps its messages this long: no heartbeat for 10 s (the least pg-boss allows), noticed
 * by a look every other second.
 */
const HEARTBEAT_SECONDS = 10;
/**
 * Of a living consumer a batch is taken away after so long, finished or not. Handlers end long before, see consumer.ts,
 * even where each of those in hand has the process for itself in turn.
 */
const EXPIRE_SECONDS = 900;
/** What a batch has not begun by then goes back, to whoever has time. */
const BEGIN_MS = 15_000;
/** An idle worker looks so often, whatever it was told. */
const LOOK_SECONDS = 1;
const QUEUE_OPTIONS = {
  policy: 'key_strict_fifo',
  notify: true,
  heartbeatSeconds: HEARTBEAT_SECONDS,
  // We bound the attempts ourselves: a job that pg-boss gives up on would block its key for good.
  retryLimit: 1_000_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 10,
  deleteAfterSeconds: 3600,
} as const;
/** A fetch looks at every key that waits, so it takes more than are worked on at once. */
const BATCHES = 16;
/** A server that is gone without a word would be waited for like any other. */
const PROBE_MS = 2000;
/** pg-boss takes what time it needs when it changes its own tables. */
const LIMITS = { statementMs: 0, lockMs: 0, answerMs: 45_000 };

/**
 * The broker on PostgreSQL, in a database of its own: one pg-boss queue a consumer group, keyed by aggregate. The
 * policy key_strict_fifo keeps the order of a key through retries and over all replicas.
 */
export async function postgresBroker({
  url,
  name,
  log,
  beginMs = BEGIN_MS,
  expireSeconds = EXPIRE_SECONDS,
}: BrokerOptions & { readonly beginMs?: number; readonly expireSeconds?: number }): Promise<Broker> {
  const pgBoss = await import('pg-boss');
  const boss = new pgBoss.PgBoss({
    ...sessionOptions(url, `${name}-broker`, LIMITS),
    max: 6,
    useListenNotify: true,
    schedule: false,
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'broker'));
  const workers: string[] = [];
  return {
    start: async () => void (await boss.start()),
    publish: (messages) => publish(boss, messages),
    subscribe: (subscription) => subscribe(boss, subscription, { workers, log, beginMs, expireSeconds }),
    openMailbox: (owner, receive) => openMailbox(boss, { owner, log, receive }),
    post: async (address, message) => {
      refuseOversized(message);
      await post(boss, address, jobOf(message));
    },
    deadLetters: async (group) => (await deadJobs(boss, group)).map(letterOf),
    replay: (group, ids) => replay(boss, group, ids),
    isReachable: () => succeedsWithin(PROBE_MS, boss.getDb().executeSql('select 1')),
    drain: async () => void (await Promise.all(workers.splice(0).map((queue) => boss.offWork(queue, { wait: true })))),
    close: () => boss.stop({ graceful: true, timeout: 5000 }),
  };
}

async function publish(boss: PgBoss, messages: readonly Message[]): Promise<void> {
  for (const message of messages) refuseOversized(message);
  const channels = [...new Set(messages.map((message) => message.channel))];
  const { rows } = await boss
    .getDb()
    .executeSql('select event, name from pgboss.subscription where event = any($1)', [channels]);
  // Jobs of one insert have the same age.
  for (const round of roundsOf(messages)) {
    for (const group of new Set(rows.map((row) => String(row.name)))) {
      const wanted = new Set(rows.filter((row) => row.name === group).map((row) => String(row.event)));
      const jobs = round.filter((message) => wanted.has(message.channel)).map(jobOf);
      if (jobs.length > 0) await boss.insert(group, jobs, { returnId: false });
    }
  }
}

/** The event's id is the job's, so an event that is published twice in a row is stored once. */
function jobOf(message: Message): JobInsert {
  return { id: message.id, data: message, singletonKey: message.key };
}

function refuseOversized(message: Message): void {
  const size = Buffer.byteLength(JSON.stringify(message.payload));
  if (size > MAX_MESSAGE_BYTES)
    throw new MessageRejected(`${message.channel} ${message.id} has ${size} bytes, more than ${MAX_MESSAGE_BYTES}`);
}

const deadLettersOf = (group: string) => `${group}.dead`;

type Place = {
  readonly workers: string[];
  readonly log: Log;
  readonly beginMs: number;
  readonly expireSeconds: number;
};

async function subscribe(boss: PgBoss, subscription: Subscription, place: Place): Promise<void> {
  const { group, channels, concurrency } = subscription;
  const { workers, log, beginMs, expireSeconds } = place;
  await boss.createQueue(group, QUEUE_OPTIONS);
  // One that is there already keeps what it was made with.
  await boss.updateQueue(group, { expireInSeconds: expireSeconds });
  await boss.createQueue(deadLettersOf(group), { retentionSeconds: 90 * 24 * 3600 });
  for (const channel of channels) await boss.subscribe(channel, group);
  const options = {
    batchSize: concurrency * BATCHES,
    perJobResults: true,
    includeMetadata: true,
    pollingIntervalSeconds: 0.5,
    notifyPollingIntervalSeconds: LOOK_SECONDS,
  } as const;
  const worker = await boss.work<Message, unknown, typeof options>(group, options, async (jobs) => {
    const last = performance.now() + beginMs;
    const results = await inParallel(jobs, concurrency, async (job) =>
      performance.now() > last || job.signal.aborted ? undefined : settle(boss, subscription, job),
    );
    await giveBack(boss, group, jobs, new Set(jobs.filter((_, index) => !results[index]))).catch((error: unknown) =>
      log.warn({ err: error }, 'broker: what was not begun counts as tried'),
    );
    // A batch holds one message a key; the next of these keys are due now, and nobody else says so.
    boss.notifyWorker(worker);
    return results.filter((result) => result !== undefined);
  });
  workers.push(group);
}

type Jobs = JobWithMetadata<Message>[];

/** As if they had never been fetched: the next attempt has the same number. pg-boss settles what is left of the batch. */
async function giveBack(boss: PgBoss, group: string, jobs: Jobs, back: ReadonlySet<Jobs[number]>): Promise<void> {
  if (back.size === 0) return;
  const mine = [...back];
  await boss.getDb().executeSql(
    `update pgboss.job set state = 'created', started_on = null, heartbeat_on = null
     where name = $1 and state = 'active' and (id, retry_count) in (select * from unnest($2::uuid[], $3::int[]))`,
    [group, mine.map(({ id }) => id), mine.map(({ retryCount }) => retryCount)],
  );
  jobs.splice(0, jobs.length, ...jobs.filter((job) => !back.has(job)));
  // Who has time looks once a second, and is to come before us.
  await sleep(LOOK_SECONDS * 1000);
}

async function settle(
  boss: PgBoss,
  { group, handle }: Subscription,
  job: JobWithMetadata<Message>,
): Promise<JobResult> {
  const verdict = await handle({ message: job.data, attempt: job.retryCount + 1 });
  if (verdict.kind === 'done') return { id: job.id, status: 'completed' };
  if (verdict.kind === 'dead') {
    const dead: Dead = { ...job.data, reason: verdict.reason, attempts: job.retryCount + 1 };
    // Its id follows from the job's own, so that a consumer or a replay that is killed half-way repeats itself without effect.
    await boss.insert(deadLettersOf(group), [{ id: uuidFrom(job.id), data: dead }], { returnId: false });
    return { id: job.id, status: 'completed' };
  }
  return { id: job.id, status: 'failed' };
}

type Chosen = { readonly ids?: readonly string[] | undefined; readonly before?: Date };

async function deadJobs(boss: PgBoss, group: string, { ids, before }: Chosen = {}): Promise<DeadJob[]> {
  const { rows } = await boss.getDb().executeSql(
    `select id, data, created_on from pgboss.job
     where name = $1 and state = 'created' and ($2::text[] is null or data->>'id' = any($2))
       and created_on < coalesce($3, now())
     order by created_on, id limit 1000`,
    [deadLettersOf(group), ids ?? null, before ?? null],
  );
  // The columns are pg-boss's, the data are our own.
  return rows as DeadJob[];
}

function letterOf({ data: { reason, attempts, ...message }, created_on }: DeadJob): DeadLetter {
  return { message, reason, attempts, diedAt: created_on };
}

async function replay(boss: PgBoss, group: string, ids?: readonly string[]): Promise<number> {
  // What dies again meanwhile is not given back a second time.
  const { rows } = await boss.getDb().executeSql('select now() as before');
  const before = rows[0]?.before as Date;
  let replayed = 0;
  for (;;) {
    const jobs = await deadJobs(boss, group, { ids, before });
    if (jobs.length === 0) return replayed;
    for (const { id, data } of jobs) {
      const { reason: _reason, attempts: _attempts, ...message } = data;
      await boss.insert(group, [{ ...jobOf(message), id }], { returnId: false });
    }
    await boss.deleteJob(
      deadLettersOf(group),
      jobs.map(({ id }) => id),
    );
    replayed += jobs.length;
  }
}

/** At most `limit` at a time, with the results in the order of the items. */
async function inParallel<T, R>(items: readonly T[], limit: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const lane = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: limit }, lane));
  return results;
}
