// `npm run record:traces`: runs the demo's workspace, places orders, and keeps what it told its collector in fixtures/traces.
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { abandonDev, startDev, type Dev } from './dev.ts';
import { makeWorkspace } from './make.ts';
import { connectOrders, type Orders } from './orders.ts';
import { makePlace, removePlace } from './place.ts';
import { startRecorder } from './recorder.ts';
import { keepable } from './recording.ts';
import { rowsOf } from './rows.ts';
import { heading, step } from './screen.ts';
import { endAll, expect, sleep } from './shell.ts';
import { amounts, waiting } from './story.ts';

const clone = resolve(import.meta.dirname, '../..');
const file = join(clone, 'fixtures', 'traces', 'shop.otlp.json');
const [paid, refused] = [6, 2];

const place = makePlace();
const recorder = await startRecorder();
process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = recorder.url;
try {
  const shop = await makeWorkspace(clone, place, [waiting]);
  heading('It is recorded');
  const dev = await startDev(shop);
  const orders = await connectOrders(shop, dev.state().services['orders']?.grpc ?? '');
  await step(`${paid} orders confirmed, ${refused} cancelled`, () => placeAll(shop, dev, orders));
  orders.close();
  await sleep(3000); // what is told last
  await step('ctrl-c', dev.stop);
  const kept = keepable(recorder.bodies);
  writeFileSync(file, `${kept.map((body) => JSON.stringify(body)).join('\n')}\n`);
} finally {
  await abandonDev();
  await endAll();
  recorder.close();
  removePlace(place);
}

async function placeAll(shop: string, dev: Dev, orders: Orders): Promise<string> {
  let reference = 'the first of all'; // nobody has paid for that; each other one refers to the payment before it
  for (let index = 0; index < paid + refused; index += 1) {
    const { order } = await orders.place(reference, index < paid ? amounts.fine : amounts.refused);
    await sleep(1500); // the events go round
    const { status } = await orders.get(order.id);
    expect(status === (index < paid ? 'CONFIRMED' : 'CANCELLED'), `order ${index} is ${status}`);
    const latest = 'select id from payments order by updated_at desc limit 1';
    reference = (await rowsOf<{ id: string }>(shop, dev.state().databases['payments'], latest))[0]?.id ?? '';
  }
  return 'and each looked at';
}
