import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { test } from 'node:test';
import { pino } from 'pino';
import { openBroker } from '../src/brokers.ts';
import { openNats } from '../src/nats-link.ts';
import { missingNats, startNats } from '../src/testing/nats.ts';

test('a server that takes the connection and says nothing is given up soon', { timeout: 15_000 }, async (t) => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.after(() => {
    silent.close();
    // The client keeps its end of them.
    for (const socket of sockets) socket.destroy();
  });
  const { port } = silent.address() as AddressInfo;
  const log = pino({ level: 'silent' });
  await assert.rejects(openNats({ url: `nats://127.0.0.1:${port}`, name: 'test', log }), /NATS is out of reach/);
});

test('an operator is told more than that time ran out', { skip: missingNats() ?? false }, async (t) => {
  const server = await startNats();
  t.after(() => server.stop());
  const broker = await openBroker({ url: server.url, name: 'test', log: pino({ level: 'silent' }) });
  await broker.start();
  t.after(() => broker.close());
  server.pause();
  const asking = async (): Promise<never> => {
    // It may answer once more before it stops.
    for (;;) await broker.deadLetters('orders');
  };
  await assert.rejects(asking(), /NATS did not answer in time: .* ask again/);
  server.resume();
});
