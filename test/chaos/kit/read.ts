// Reads the history of a run out of the databases, once everything has come to rest.
import { contexts, type Ground, trades } from './ground.ts';
import { booksOf, openOrders } from '../../sagas/books.ts';
import type { Change, History } from './history.ts';
import type { Told } from './load.ts';
import type { Row } from './postgres.ts';
import { openPort } from './messages.ts';
import { sleep } from './until.ts';

/** How far things are: pending events, changes made, effects had, orders not at an end, and what the broker holds. */
export type Progress = {
  readonly isDrained: boolean;
  readonly pending: number;
  readonly changes: number;
  readonly effects: number;
  readonly open: number;
};

export async function progressOf({ data, isDrained }: Ground): Promise<Progress> {
  const count = async (database: string, text: string) => Number((await data.query(database, text))[0]?.['count'] ?? 0);
  const pending = await Promise.all(
    contexts.map((context) =>
      count(
        context,
        `select count(*) from outbox o where not exists (
           select from outbox p where p.parked_at is not null and p.aggregatetype = o.aggregatetype and p.aggregateid = o.aggregateid)`,
      ),
    ),
  );
  const open = await Promise.all(trades.map((trade) => openOrders(data.query, trade)));
  return {
    isDrained: await isDrained(),
    pending: pending.reduce((sum, one) => sum + one, 0),
    changes: await count('bank', 'select count(*) from movement'),
    effects: await count('ledger', 'select count(*) from entry'),
    open: open.reduce((sum, one) => sum + one, 0),
  };
}

/** Waits until nothing is on its way any more; or until nothing has moved for long, which the checker then explains. */
export async function comeToRest(ground: Ground, stuckMs = 90_000): Promise<{ readonly isComplete: boolean }> {
  let last = '';
  for (let since = Date.now(); Date.now() - since < stuckMs;) {
    const progress = await progressOf(ground);
    const { pending, changes, effects, open, isDrained } = progress;
    if (pending === 0 && isDrained && open === 0 && changes === effects) return { isComplete: true };
    const now = JSON.stringify(progress);
    if (now !== last) [last, since] = [now, Date.now()];
    await sleep(250);
  }
  return { isComplete: false };
}

export async function readHistory(ground: Ground, { transfers, orders }: Told): Promise<History> {
  const { data } = ground;
  const changes = await data.query('bank', 'select account, version, amount, transfer from movement');
  const effects = await data.query('ledger', 'select account, version, amount, transfer from entry order by position');
  const balances = await data.query('bank', 'select id, balance from account');
  return {
    transfers,
    changes: changes.map(changeOf),
    effects: effects.map(changeOf),
    balances: new Map(balances.map((row) => [String(row['id']), Number(row['balance'])])),
    traded: await Promise.all(
      trades.map(async (trade) => ({
        style: trade.style,
        asked: orders.get(trade.style) ?? [],
        books: await booksOf(data.query, trade),
      })),
    ),
    setAside: [...(await parkedIn(data.query)), ...(await deadIn(ground))],
  };
}

const changeOf = (row: Row): Change => ({
  aggregate: String(row['account']),
  version: Number(row['version']),
  amount: Number(row['amount']),
  request: String(row['transfer']),
});

type Query = Ground['data']['query'];

async function parkedIn(query: Query): Promise<readonly string[]> {
  const lists = await Promise.all(
    contexts.map(async (context) =>
      (await query(context, `select aggregateid, last_error from outbox where parked_at is not null`)).map(
        (row) => `${context}: an event of ${row['aggregateid']} is parked: ${row['last_error']}`,
      ),
    ),
  );
  return lists.flat();
}

async function deadIn(ground: Ground): Promise<readonly string[]> {
  const port = await openPort(ground);
  try {
    const lists = await Promise.all(
      contexts.map(async (group) =>
        (await port.deadLetters(group)).map(
          ({ message, reason }) => `${group}: ${message.channel} of ${message.key} is dead: ${reason}`,
        ),
      ),
    );
    return lists.flat();
  } finally {
    await port.close();
  }
}
