// The workspace at work: one order confirmed, one cancelled, one trace, a crash.
import process from 'node:process';
import { connectOrders, type Order, type Orders } from './orders.ts';
import { type Dev, startDev } from './dev.ts';
import { holdUp, rowsOf } from './rows.ts';
import { cyan, dim, heading, show, step } from './screen.ts';
import { expect, run, sleep } from './shell.ts';
import { amounts, chargesPerOrder, ledgerAfter, ledgerOf, statuses } from './story.ts';

export async function runWorkspace(shop: string): Promise<Dev> {
  heading('It runs');
  let dev: Dev | undefined;
  await step('npx msvc dev', async () => {
    dev = await startDev(shop);
    return 'PostgreSQL, broker, orders, payments, inventory';
  });
  if (!dev) throw new Error('unreachable: the step throws');
  show(dev.log().slice(0, dev.log().indexOf('ctrl-c')).split('\n').slice(0, -1).join('\n'));
  const orders = await connectOrders(shop, dev.state().services['orders']?.grpc ?? '');
  try {
    const trace = await confirmOne(orders);
    await cancelOne(orders);
    await showTrace(shop, trace); // before the crash: spans that a killed process had not sent are gone with it
    await crash(shop, dev, orders);
  } catch (error) {
    if (error instanceof Error && 'log' in error && error.log === '') error.log = dev.log();
    throw error;
  } finally {
    orders.close();
  }
  return dev;
}

const isFinal = (status: string | undefined): boolean => status === 'CONFIRMED' || status === 'CANCELLED';

/** Watches one order until it is final; answers with every status it was seen in. */
async function follow(orders: Orders, first: Order): Promise<readonly string[]> {
  const seen = [first.status];
  for (const until = Date.now() + 20_000; !isFinal(seen.at(-1)) && Date.now() < until;) {
    await sleep(20);
    const { status } = await orders.get(first.id);
    if (status !== seen.at(-1)) seen.push(status);
  }
  return seen;
}

async function confirmOne(orders: Orders): Promise<string> {
  let id = '';
  await step('an order that can be paid and delivered', async () => {
    const { order, trace } = await orders.place('demo-confirmed', amounts.fine);
    const seen = await follow(orders, order);
    expect(seen.join() === statuses.confirmed.join(), `the order went ${seen.join(' → ')}`);
    id = trace;
    return `${cyan(seen.join(' → '))}  through events`;
  });
  return id;
}

async function cancelOne(orders: Orders): Promise<void> {
  await step('an order whose payment is refused', async () => {
    const { order } = await orders.place('demo-cancelled', amounts.refused);
    const seen = await follow(orders, order);
    expect(seen.join() === statuses.cancelled.join(), `the order went ${seen.join(' → ')}`);
    return `${cyan(seen.join(' → '))}  its stock was given back`;
  });
}

const inFlight = 40;
/** Kills payments with SIGKILL while orders are on their way; `msvc dev` starts it again. */
async function crash(shop: string, dev: Dev, orders: Orders): Promise<void> {
  let placed: readonly Order[] = [];
  const from = dev.log().length;
  await step(`kill -9 payments while ${inFlight} orders are in flight`, async () => {
    const pid = dev.state().services['payments']?.process?.pid;
    expect(pid !== undefined, 'payments has no process');
    const placing = Promise.all(
      Array.from({ length: inFlight }, (_, index) => orders.place(`demo-crash-${index}`, amounts.fine)),
    );
    await dev.until(/payments .*StockReserved → ok/, 20_000, from); // one is done, the others are on their way
    const letGo = await holdUp(shop, dev.state().databases['payments'], 'payments'); // or in its hands
    process.kill(pid, 'SIGKILL');
    await letGo();
    placed = (await placing).map(({ order }) => order);
    await dev.until(/payments +✖ stopped by itself \(SIGKILL\)/, 10_000, from);
    const again = await dev.until(/payments +ready again after [\d.]+ s/, 30_000, from);
    return again.replace(/^payments +/, 'msvc dev started it again: ');
  });
  await step('nothing lost', async () => {
    const since = Date.now();
    const waiting = new Map(placed.map((order) => [order.id, order.status]));
    for (const until = Date.now() + 60_000; waiting.size > 0 && Date.now() < until; await sleep(50))
      for (const id of waiting.keys()) {
        const { status } = await orders.get(id);
        if (status === statuses.confirmed.at(-1)) waiting.delete(id);
        else waiting.set(id, status);
      }
    const left = [...new Set(waiting.values())].join(', ');
    expect(waiting.size === 0, `${waiting.size} of ${inFlight} orders are still ${left}`);
    return `${inFlight} of ${inFlight} confirmed, the last ${((Date.now() - since) / 1000).toFixed(1)} s later`;
  });
  let ledger: readonly string[] = [];
  await step('nothing charged twice', async () => {
    const { databases } = dev.state();
    const rows = await rowsOf<{ times: number }>(shop, databases['payments'], chargesPerOrder);
    const twice = rows.filter(({ times }) => Number(times) !== 1).length;
    expect(twice === 0, `${twice} reservations were charged more than once`);
    expect(rows.length === inFlight + 2, `${rows.length} reservations were charged, not ${inFlight + 2}`);
    ledger = await ledgerOf((context, text) => rowsOf(shop, databases[context], text));
    expect(ledger.join() === ledgerAfter(rows.length).join(), 'the contexts disagree', ledger.join('\n'));
    const again =
      dev
        .log()
        .slice(from)
        .match(/payments .*(→ duplicate|attempt=)/g)?.length ?? 0;
    return `${rows.length} reservations, each charged once, ${again} of them delivered again`;
  });
  show(ledger.join('\n'));
}

async function showTrace(shop: string, trace: string): Promise<void> {
  let text = '';
  await step(`npx msvc trace ${trace.slice(0, 8)}`, async () => {
    for (const until = Date.now() + 10_000; ; await sleep(250)) {
      const { code, output } = await run(shop, ['npx', '--no-install', 'msvc', 'trace', trace.slice(0, 16)], 'any');
      text = output;
      const services = new Set(output.match(/^ (orders|payments|inventory) /gm));
      if (code === 0 && services.size === 3) break;
      expect(Date.now() < until, 'the trace never reached all three services', output);
    }
    return 'from the edge to the last consumer';
  });
  show(
    text
      .split('\n')
      .map((line) => (line.includes('└') ? line : dim(line)))
      .join('\n'),
  );
}
