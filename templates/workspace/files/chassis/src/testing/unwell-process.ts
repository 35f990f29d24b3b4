import { Metadata, Server, ServerCredentials, status, type sendUnaryData, type ServiceDefinition } from '@grpc/grpc-js';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import type { Ailment, Order, Report } from './unwell.ts';

/** The process behind unwell.ts: told over the channel to its parent what to answer and how to ail. */
let ailment: Ailment = 'well';
let asked = 0;
let port = 0;
let turned = performance.now();
let sinceTurned = 0;

const bytes = (buffer: Buffer): Buffer => buffer;
const garbage = Buffer.from([0xff, 0xff, 0xff, 0x07]);
const FLAP_MS = 200;
const SLOW_MS = 300;

const unavailable = { code: status.UNAVAILABLE, details: 'not now' };

async function answer(well: Buffer, respond: sendUnaryData<Buffer>): Promise<void> {
  asked += 1;
  sinceTurned += 1;
  if (ailment === 'hung') return;
  if (ailment === 'slow') await wait(SLOW_MS);
  if (ailment === 'flapping' && Math.floor((performance.now() - turned) / FLAP_MS) % 2 === 0)
    return respond(unavailable);
  if (ailment === 'faltering' && sinceTurned % 2 === 1) return respond(unavailable);
  if (ailment === 'lying') return lie(respond);
  respond(null, well);
}

function lie(respond: sendUnaryData<Buffer>): void {
  if (asked % 3 === 0) return respond(null, Buffer.alloc(0));
  if (asked % 3 === 1) return respond(null, garbage);
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', garbage);
  respond({ code: status.INTERNAL, details: 'a lie', metadata });
}

async function serve(answers: Readonly<Record<string, string>>): Promise<void> {
  const server = new Server();
  const paths = Object.keys(answers);
  const method = (path: string) => ({
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  });
  const definition: ServiceDefinition = Object.fromEntries(paths.map((path) => [path, method(path)]));
  const handlers = paths.map((path) => {
    const well = Buffer.from(answers[path] ?? '', 'base64');
    return [path, (_call: unknown, respond: sendUnaryData<Buffer>) => void answer(well, respond)];
  });
  server.addService(definition, Object.fromEntries(handlers));
  port = await new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
}

process.on('message', async ({ become, answers }: Order) => {
  if (answers) await serve(answers);
  if (become) [ailment, turned, sinceTurned] = [become, performance.now(), 0];
  process.send?.({ port, asked } satisfies Report);
});
process.on('disconnect', () => process.exit(0));
