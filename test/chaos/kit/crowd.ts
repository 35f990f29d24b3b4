import { openOrders } from '../../sagas/books.ts';
import { type Ground, trades } from './ground.ts';
import { sleep } from './until.ts';

/** As many orders may be under way. With more, each waits behind the others for longer than its saga waits for an answer. */
const MOST = 150;
const EVERY_MS = 300;

export type Crowd = { readonly isCrowded: () => boolean; readonly stop: () => Promise<void> };

/** Looks again and again how many orders are not at an end; while the database is away, what was seen last holds. */
export function watchCrowd({ data }: Pick<Ground, 'data'>): Crowd {
  let open = 0;
  const over = new AbortController();
  const watching = (async () => {
    for (; !over.signal.aborted; await sleep(EVERY_MS)) {
      const counts = await Promise.all(trades.map((trade) => openOrders(data.query, trade))).catch(() => undefined);
      if (counts) open = counts.reduce((sum, one) => sum + one, 0);
    }
  })();
  return {
    isCrowded: () => open > MOST,
    async stop() {
      over.abort();
      await watching;
    },
  };
}
