import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePlace, makePlace } from '../../chaos/kit/place.ts';
import { startPostgres, type Postgres } from '../../chaos/kit/postgres.ts';
import { randomFrom } from '../../chaos/kit/random.ts';
import { startService, type Service } from '../../chaos/kit/service.ts';
import { sleep, until } from '../../chaos/kit/until.ts';
import { booksOf, mistakesIn, openOrders, type Ask } from '../../sagas/books.ts';
import {
  amounts,
  checkout,
  commandsFor,
  connectOrders,
  deliverThrice,
  furnish,
  servicesOf,
  styles,
  type Orders,
} from '../../sagas/shop.ts';
import { chassisTests } from '../generated/chassis-tests.ts';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

const ORDERS = 30;
/** So many may be under way. */
const MOST = 40;

afterAll(() => closePlace());

/** Two replicas of orders, so that timeouts have two watchers; the others once. */
async function startAll(shop: string, data: Postgres, logs: string) {
  const environment: Record<string, string> = { BROKER_URL: await data.createDatabase('broker') };
  for (const context of servicesOf(checkout('orchestration')))
    environment[`${context.toUpperCase()}_DATABASE_URL`] = await data.createDatabase(context);
  const launch = (name: string) => startService({ name, folder: name.split('-')[0] ?? '', shop, logs, environment });
  // Whoever listens comes first: a group hears what is published after it subscribed.
  const others = await Promise.all(['inventory', 'payments'].map(launch));
  const first = await launch('orders-1');
  await Promise.all([...others, first].map((service) => service.ready()));
  const second = await launch('orders-2');
  await second.ready();
  const [inventory, payments] = others;
  return { orders: [first, second], inventory, payments, all: [...others, first, second] };
}

describe.each(styles)('a checkout as %s', (style) => {
  const trade = checkout(style);
  const place = makePlace();
  let shop: GeneratedWorkspace;
  let data: Postgres;
  let running: readonly Service[];
  let orders: Orders;
  const ask: Ask = (context, text) => data.query(context, text);

  beforeAll(async () => {
    shop = await generatedWorkspace(commandsFor(trade));
  });
  afterAll(async () => {
    orders?.close();
    await Promise.all(running?.map((service) => service.end()) ?? []);
    await data?.kill();
    await shop.remove();
  });

  /** A participant neither answers nor dies; then it answers late. */
  async function silence(participant: Service | undefined, reference: string): Promise<void> {
    participant?.signal('SIGSTOP');
    const id = await orders.place({ reference, amount: amounts.fine });
    const is = (status: string) => until(status, 30_000, async () => (await orders.checkoutOf(id)).status === status);
    await is('COMPENSATING').finally(() => participant?.signal('SIGCONT'));
    await is('COMPENSATED');
    expect(mistakesIn(await booksOf(ask, trade), [reference])).toEqual([]);
  }

  /** Payments neither answers nor dies while more is asked for than may be under way. */
  async function overload(payments: Service | undefined): Promise<void> {
    const references = Array.from({ length: 3 * MOST }, (_, index) => `rush-${index}`);
    const rush = () =>
      Promise.all(references.map((reference) => orders.tryToPlace({ reference, amount: amounts.fine })));
    payments?.signal('SIGSTOP');
    const [first, later] = [await rush(), await sleep(15_000).then(rush)];
    payments?.signal('SIGCONT');
    const begun = first.filter((code) => code === 'OK').length;
    expect(begun).toBeGreaterThanOrEqual(MOST);
    // Two replicas begin ten at once each, which do not see each other.
    expect(begun).toBeLessThan(MOST + 20);
    expect(new Set([...first, ...later])).toEqual(new Set(['OK', 'RESOURCE_EXHAUSTED']));
    await Promise.all(references.map((reference) => orders.place({ reference, amount: amounts.fine })));
    await until('all sagas end', 60_000, async () => (await openOrders(ask, trade)) === 0);
    expect(mistakesIn(await booksOf(ask, trade), references)).toEqual([]);
  }

  it('passes types, formatter, linters and the tests of its services', async () => {
    const checked = await shop.run(['npm', 'run', 'check']);
    expect(checked, checked.output).toMatchObject({ status: 0 });
    const linted = await shop.msvc('lint', '--show', 'info');
    expect(linted.stdout).toMatch(/nothing to report/);
    const again = await shop.msvc(...(commandsFor(trade).at(-1) ?? []), '--yes');
    expect(again.stdout).toMatch(/already up to date/);
    for (const name of servicesOf(trade)) {
      const tested = await shop.run(['npm', 'test'], `services/${name}`);
      expect(tested, tested.output).toMatchObject({ status: 0 });
    }
  });

  // The same in either style.
  it.runIf(style === 'orchestration')('has a chassis that passes its own tests', async () => {
    await chassisTests(shop, ['saga-turns', 'saga-watch', 'saga-watches'], 17);
  });

  it('ends every order and balances the books, whatever fails, dies or comes three times', async () => {
    await furnish(shop, trade, { withinSeconds: 5, most: MOST });
    await deliverThrice(shop);
    const folder = join(place, style);
    mkdirSync(folder, { mode: 0o755 });
    data = await startPostgres(shop.path, folder, 'postgres');
    const started = await startAll(shop.path, data, folder);
    running = started.all;
    orders = await connectOrders(
      shop.path,
      started.orders.map(({ grpcPort }) => grpcPort),
    );

    const random = randomFrom(style.length);
    const kinds = Object.values(amounts);
    const references = Array.from({ length: ORDERS }, (_, index) => `order-${index}`);
    const placing = references.map(async (reference, index) => {
      await sleep(random.below(3000));
      // Every kind of end at least once; most are fine.
      return orders.place({ reference, amount: kinds[index % 6] ?? amounts.fine });
    });
    const killing = running.map(async (service) => {
      await sleep(500 + random.below(3000));
      await service.kill();
    });
    const [first] = await Promise.all([Promise.all(placing), ...killing]).then(([ids]) => ids);
    await Promise.all(running.map((service) => service.ready()));
    await until('all sagas end', 60_000, async () => (await openOrders(ask, trade)) === 0);

    const books = await booksOf(ask, trade);
    expect(mistakesIn(books, references)).toEqual([]);
    const ends = Map.groupBy(books.orders, ({ status }) => status);
    expect(ends.get('CONFIRMED')?.length).toBeGreaterThan(0);
    expect(ends.get('CANCELLED')?.length).toBeGreaterThanOrEqual(2);
    const reasons = books.sagas.map(({ reason }) => String(reason)).join('\n');
    expect(reasons).toMatch(/reserve: amount is too much/);
    expect(reasons).toMatch(/charge: amount is too much/);

    const shown = await orders.checkoutOf(first ?? '');
    expect(['COMPLETED', 'COMPENSATED']).toContain(shown.status);
    expect(shown.history.length).toBeGreaterThan(1);
    const metrics = await Promise.all(started.orders.map((service) => service.metrics()));
    expect(metrics.join('')).toMatch(/sagas_open\{context="orders",saga="checkout",status="STUCK"\} 0/);
    await silence(started.payments, 'uncharged');
    await silence(started.inventory, 'unreserved');
    await overload(started.payments);
    console.log(`${style}: ${[...ends].map(([status, list]) => `${list.length} ${status}`).join(', ')}`);
  });
});
