import { sql, type Kysely, type Transaction } from 'kysely';
import { createHash } from 'node:crypto';
import type { Database } from '../database.ts';
import { inSteps } from '../retention.ts';
import { RpcError } from '../rpc/errors.ts';
import type { BoundRoute } from './api.ts';
import { HttpProblem, type HttpAnswer } from './problem.ts';

export type Atomically<Tables> = Database<Tables>['atomically'];

/** One row for each key that had an effect: what was asked, and what was answered the first time. */
type IdempotencyTables = {
  idempotency_key: {
    caller: string;
    key: string;
    fingerprint: string;
    status: number;
    headers: unknown;
    body: string;
    answered_at?: Date;
  };
};

/** A key as its caller sent it, and what was asked under it. */
export type KeyedRequest = { readonly caller: string; readonly key: string; readonly fingerprint: string };

/** `Idempotency-Key`, bare or in the quotes of a structured field. */
export function keyIn(header: string): string {
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new HttpProblem(400, 'Idempotency-Key must have 1 to 255 printable characters and no space');
}

/** The same for two requests that ask for the same, whatever the order of their fields. */
export function fingerprintOf({ method, path }: BoundRoute, message: Uint8Array): string {
  return createHash('sha256').update(`${method} ${path}\n`).update(message).digest('hex');
}

/**
 * Answers once: the effect of the work, the key and the answer commit together. The transaction opens when the work
 * first asks for one, so that it may call others before, and stays open until the answer is known. What fails leaves
 * no key behind: the same key may try again. Two at the same time: the second is refused with 409.
 */
export async function answeredOnce<Tables>(
  database: Database<Tables>,
  request: KeyedRequest,
  work: (atomically: Atomically<Tables>) => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const before = await firstAnswer(withKeys(database.query), request);
  if (before) return before;
  let opening: ReturnType<Database<Tables>['begin']> | undefined;
  let answeredMeanwhile: HttpAnswer | undefined;
  let isOver = false;
  // Where the caller has left, its work may go on: a transaction that it began then would never end.
  const goOn = () => {
    if (isOver) throw new RpcError('CANCELLED', 'nobody waits for this any more');
  };
  const claimed = async () => {
    goOn();
    const { tx } = await (opening ??= database.begin());
    goOn();
    answeredMeanwhile ??= await claim(tx, request);
    if (answeredMeanwhile) throw new RpcError('ABORTED', 'answered meanwhile');
    return tx;
  };
  try {
    const answer = await work(async (inside) => inside(await claimed())).finally(() => (isOver = true));
    if (opening) await remember((await opening).tx, request, answer);
    await (await opening)?.commit();
    return answer;
  } catch (error) {
    if (answeredMeanwhile) return answeredMeanwhile;
    throw error;
  } finally {
    await (await opening)?.rollback();
  }
}

const withKeys = <Tables>(query: Kysely<Tables>) => query as unknown as Kysely<IdempotencyTables>;

/** Holds the key until the transaction ends. Somebody who came first may have answered since we looked. */
async function claim<Tables>(tx: Transaction<Tables>, request: KeyedRequest): Promise<HttpAnswer | undefined> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${request.key}, hashtext(${request.caller}))) as mine`.execute(tx);
  if (rows[0]?.mine) return firstAnswer(withKeys(tx), request);
  throw new RpcError('ABORTED', 'a request with this Idempotency-Key is still being answered');
}

async function firstAnswer(
  query: Kysely<IdempotencyTables>,
  { caller, key, fingerprint }: KeyedRequest,
): Promise<HttpAnswer | undefined> {
  const row = await query
    .selectFrom('idempotency_key')
    .select(['fingerprint', 'status', 'headers', 'body'])
    .where('caller', '=', caller)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.fingerprint !== fingerprint)
    throw new HttpProblem(422, 'this Idempotency-Key was used for another request before');
  // Written below, from the headers of an answer.
  const headers = row.headers as HttpAnswer['headers'];
  return { status: row.status, headers: { ...headers, 'idempotency-replayed': 'true' }, body: row.body };
}

async function remember<Tables>(tx: Transaction<Tables>, request: KeyedRequest, answer: HttpAnswer): Promise<void> {
  const row = { ...request, ...answer, headers: JSON.stringify(answer.headers) };
  await withKeys(tx).insertInto('idempotency_key').values(row).execute();
}

/** Deletes, in small steps, the keys that are older than the retention. Returns how many. */
export async function forgetKeys<Tables>(query: Kysely<Tables>, retentionHours: number): Promise<number> {
  return inSteps((limit) =>
    sql`
      delete from idempotency_key where (caller, key) in (
        select caller, key from idempotency_key
        where answered_at < now() - make_interval(secs => ${retentionHours * 3600}) limit ${limit}
      )`.execute(query),
  );
}
