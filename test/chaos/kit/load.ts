import type { Calls } from './calls.ts';
import type { Asked } from './history.ts';
import { isClosing } from './place.ts';
import type { Random } from './random.ts';
import { sleep } from './until.ts';

export type LoadOptions = {
  readonly calls: Calls;
  readonly random: Random;
  /** Makes ids that no other load of the same run makes. */
  readonly prefix: string;
  readonly callers: number;
  readonly accounts: number;
  /** Between two requests of one caller. */
  readonly pauseMs: number;
};
export type Load = {
  readonly transfers: readonly Asked[];
  readonly orders: readonly Asked[];
  /** Resolves when the last request was answered. */
  stop(): Promise<void>;
};

/** In cents: fine, more than payments takes, more than inventory has. */
const AMOUNTS = [49_99n, 12_50n, 2_500_00n, 20_000_00n];
const TRIES = 3;

/** Callers that move money and place orders, one request after the other, and write down what they were told. */
export function startLoad(options: LoadOptions): Load {
  const transfers: Asked[] = [];
  const orders: Asked[] = [];
  const stopping = new AbortController();
  const loops = Array.from({ length: options.callers }, async (_, caller) => {
    for (let count = 0; !stopping.signal.aborted && !isClosing(); count += 1) {
      const id = `${options.prefix}-${caller}-${count}`;
      if (count % 4 === 3) orders.push(await placeOrder(options, id));
      else transfers.push(await transfer(options, id));
      await sleep(options.pauseMs);
    }
  });
  return {
    transfers,
    orders,
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

function transfer({ calls, random, accounts }: LoadOptions, id: string): Promise<Asked> {
  const source = random.below(accounts);
  const target = (source + 1 + random.below(accounts - 1)) % accounts;
  const request = {
    id,
    source: `account-${source}`,
    target: `account-${target}`,
    amount: BigInt(1 + random.below(99_99)),
  };
  return told(id, () => calls.transfer(request, { timeoutMs: 2000 }));
}

function placeOrder({ calls, random }: LoadOptions, id: string): Promise<Asked> {
  const amount = random.pick(AMOUNTS);
  return told(id, () => calls.placeOrder({ reference: id, amount }, { timeoutMs: 2000 }));
}

/** Both requests may be sent again with the same id; after the last try nobody knows whether they were carried out. */
async function told(id: string, ask: () => Promise<unknown>): Promise<Asked> {
  for (let count = 0; count < TRIES; count += 1) {
    try {
      await ask();
      return { id, told: 'done' };
    } catch {
      await sleep(100 * (count + 1));
    }
  }
  return { id, told: 'nothing' };
}
