import { Client, credentials, Metadata, type ServiceError, type status } from '@grpc/grpc-js';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import {
  ServerReflectionRequestSchema,
  ServerReflectionResponseSchema,
  type ServerReflectionRequest,
} from '../gen/grpc/reflection/v1/reflection_pb.ts';
import { BackService, EchoRequestSchema, EchoResponseSchema } from '../gen/echo/v1/echo_pb.ts';
import { Metrics } from '../src/metrics.ts';
import { same } from '../src/rpc/bytes.ts';
import { createClient } from '../src/rpc/client.ts';
import { RpcError, type Code } from '../src/rpc/errors.ts';
import { inProcessTransport } from '../src/rpc/in-process.ts';
import { networkTransport } from '../src/rpc/network.ts';
import { reflection } from '../src/rpc/reflection.ts';
import { serveRpc, type DuplexHandler } from '../src/rpc/server.ts';
import { eventually } from '../src/testing/harness.ts';
import { backHandlers } from './contexts.ts';

/** What anybody may send who reaches the port. */
const observer = { log: pino({ level: 'silent' }), metrics: new Metrics() };
const { method, handle } = reflection([BackService]);
/** How often reflection answered. */
let answered = 0;
const counted: DuplexHandler = (stream) => {
  const write = stream.write.bind(stream);
  stream.write = (bytes: Buffer) => {
    answered += 1;
    return write(bytes);
  };
  handle(stream);
};
/** A refusal may have a text that was cut in the middle of a character. */
const once = () => Promise.reject(new RpcError('NOT_FOUND', '\u{1f600}'.slice(0, 1)));
const back = { ...backHandlers, handlers: { ...backHandlers.handlers, once } };
const server = await serveRpc(0, [back], [{ method, handle: counted }], observer);
const foreign = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure());
const transport = networkTransport(`127.0.0.1:${server.port}`);
const client = createClient(BackService, transport, { timeoutMs: 2000 });
after(async () => {
  foreign.close();
  transport.close();
  await server.close(100);
});

const path = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
const asking = () =>
  foreign.makeBidiStreamRequest(path, same, same, new Metadata(), { deadline: Date.now() + 10_000 });
const question = (messageRequest: ServerReflectionRequest['messageRequest']) =>
  Buffer.from(toBinary(ServerReflectionRequestSchema, create(ServerReflectionRequestSchema, { messageRequest })));
const DAY_MS = 24 * 3600_000;
const hasCode = (code: Code) => (error: unknown) => error instanceof RpcError && error.code === code;

test('bytes that are no request of reflection are INVALID_ARGUMENT, and the process lives', async () => {
  const stream = asking();
  const answers: string[] = [];
  stream.on('data', (bytes: Buffer) => {
    const { messageResponse } = fromBinary(ServerReflectionResponseSchema, bytes);
    answers.push(String(messageResponse.case));
  });
  const failed = new Promise<ServiceError>((resolve) => stream.once('error', resolve));
  stream.write(question({ case: 'listServices', value: '' }));
  for (let times = 0; times < 3; times += 1) stream.write(Buffer.from([0xff, 0xff]));
  const invalid: status.INVALID_ARGUMENT = 3;
  assert.equal((await failed).code, invalid);
  assert.deepEqual(answers, ['listServicesResponse']);
  assert.equal((await client.echo({ text: 'alive' })).text, 'alive');
});

test('who asks reflection and does not read is not answered without end', async () => {
  const stream = asking().on('error', () => {});
  // The client of grpc-js takes whatever comes until it has read once.
  stream.once('data', () => stream.pause());
  answered = 0;
  const file = question({ case: 'fileContainingSymbol', value: BackService.typeName });
  for (let asked = 0; asked < 5000; asked += 1) stream.write(file);
  await eventually(async () => answered > 0);
  let before = 0;
  while (answered > before) {
    before = answered;
    await wait(700);
  }
  assert.ok(answered < 2500, `${answered} answers that nobody reads`);
  stream.cancel();
});

test('a refusal with a text that is no text arrives all the same', async () => {
  await assert.rejects(client.once({}), hasCode('NOT_FOUND'));
  assert.equal((await client.echo({ text: 'alive' })).text, 'alive');
});

test('a deadline that is weeks away is cut to a day, and beyond what a timer can hold is no end at once', async () => {
  const slow = Buffer.from(toBinary(EchoRequestSchema, create(EchoRequestSchema, { text: 'slow' })));
  const deadline = Date.now() + 20 * DAY_MS;
  const answer = await new Promise<Buffer>((resolve, reject) => {
    const settled = (error: ServiceError | null, bytes?: Buffer) => (bytes ? resolve(bytes) : reject(error));
    foreign.makeUnaryRequest('/echo.v1.BackService/Echo', same, same, slow, new Metadata(), { deadline }, settled);
  });
  const { remainingMs } = fromBinary(EchoResponseSchema, answer);
  assert.ok(remainingMs > 0n && remainingMs <= BigInt(DAY_MS), `${remainingMs} ms`);
  assert.equal((await client.echo({ text: 'slow' }, { timeoutMs: 30 * DAY_MS })).text, 'slow');
  const here = inProcessTransport(() => back, observer);
  const inside = createClient(BackService, here, { timeoutMs: 30 * DAY_MS });
  assert.equal((await inside.echo({ text: 'slow' })).text, 'slow');
});

test('metadata that cannot be sent, and a client that is closed, are RpcErrors like any other', async () => {
  for (const metadata of [{ 'x-name': '\u540d' }, { 'x name': 'a' }, { 'x-bin': 'text' }]) {
    await assert.rejects(client.echo({ text: 'x' }, { metadata }), hasCode('INVALID_ARGUMENT'));
    const stream = client.count({ to: 1 }, { metadata })[Symbol.asyncIterator]();
    await assert.rejects(stream.next(), hasCode('INVALID_ARGUMENT'));
  }
  const closed = networkTransport(`127.0.0.1:${server.port}`);
  const late = createClient(BackService, closed, { timeoutMs: 2000 });
  closed.close();
  await assert.rejects(late.echo({ text: 'x' }), hasCode('CANCELLED'));
  await assert.rejects(late.count({ to: 1 })[Symbol.asyncIterator]().next(), hasCode('CANCELLED'));
});

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
test('callers come by IPv4 and by IPv6', { skip: !hasIpv6 && 'this machine has no IPv6' }, async () => {
  const other = networkTransport(`[::1]:${server.port}`);
  after(() => other.close());
  assert.equal((await createClient(BackService, other, { timeoutMs: 2000 }).echo({ text: 'six' })).text, 'six');
  assert.equal((await client.echo({ text: 'four' })).text, 'four');
});
