import { type Style, styles } from '../../sagas/shop.ts';
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
/** What was asked for and answered; orders by the style of their saga. */
export type Told = { readonly transfers: readonly Asked[]; readonly orders: ReadonlyMap<Style, readonly Asked[]> };
export type Load = Told & {
  /** How many requests were answered so far. */
  answered(): number;
  /** Resolves when the last request was answered. */
  stop(): Promise<void>;
};

/** In cents: fine, more than who takes money takes, more than who has goods gives. */
const AMOUNTS = [49_99n, 12_50n, 49_99n, 12_50n, 2_500_00n, 9_000_00n];
const TRIES = 3;

/** Callers that move money and place orders, one request after the other, and write down what they were told. */
export function startLoad(options: LoadOptions): Load {
  const transfers: Asked[] = [];
  const orders = new Map<Style, Asked[]>(styles.map((style) => [style, []]));
  let answered = 0;
  const note = (asked: Asked) => {
    if (asked.told === 'done') answered += 1;
    return asked;
  };
  const stopping = new AbortController();
  const loops = Array.from({ length: options.callers }, async (_, caller) => {
    for (let count = 0; !stopping.signal.aborted && !isClosing(); count += 1) {
      const id = `${options.prefix}-${caller}-${count}`;
      const style = count % 2 === 1 ? styles[count % 4 === 1 ? 0 : 1] : undefined;
      if (style) orders.get(style)?.push(note(await placeOrder(options, style, id)));
      else transfers.push(note(await transfer(options, id)));
      await sleep(options.pauseMs);
    }
  });
  return {
    transfers,
    orders,
    answered: () => answered,
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

function placeOrder({ calls, random }: LoadOptions, style: Style, id: string): Promise<Asked> {
  const order = { reference: id, amount: random.pick(AMOUNTS) };
  const place = style === 'orchestration' ? calls.placeOrder : calls.placeTicket;
  return told(id, () => place(order, { timeoutMs: 2000 }));
}

/**
 * Both requests may be sent again with the same id; after the last try nobody knows whether they were carried out. What
 * was refused for want of room at once was not.
 */
async function told(id: string, ask: () => Promise<unknown>): Promise<Asked> {
  for (let count = 0; count < TRIES; count += 1) {
    try {
      await ask();
      return { id, told: 'done' };
    } catch (error) {
      if (count === 0 && isFull(error)) return { id, told: 'refused' };
      await sleep(100 * (count + 1));
    }
  }
  return { id, told: 'nothing' };
}

const isFull = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'RESOURCE_EXHAUSTED';
