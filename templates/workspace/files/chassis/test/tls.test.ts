import { credentials as insecure } from '@grpc/grpc-js';
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { connect } from 'node:tls';
import { pino } from 'pino';
import { BackService } from '../gen/echo/v1/echo_pb.ts';
import { ConfigError } from '../src/config.ts';
import { Metrics } from '../src/metrics.ts';
import { callerOf } from '../src/rpc/call.ts';
import { createClient } from '../src/rpc/client.ts';
import { credentialsFrom } from '../src/rpc/credentials.ts';
import { RpcError } from '../src/rpc/errors.ts';
import { networkTransport } from '../src/rpc/network.ts';
import { serveRpc, type RpcServer } from '../src/rpc/server.ts';
import { implement } from '../src/rpc/service.ts';
import { Authority, type Files } from '../src/testing/certificates.ts';
import { eventually } from '../src/testing/harness.ts';

const observer = { log: pino({ level: 'silent' }), metrics: new Metrics() };
/** Tells callers who they are. */
const back = implement(BackService, {
  echo: async (_request, call) => ({ text: callerOf(call) }),
  once: async ({ text }) => ({ text }),
  async *count() {},
});
const reload = { TLS_RELOAD_MS: 100 };

let authority: Authority;
let own: Files;
let server: RpcServer;
const closing: (() => void)[] = [];
before(async () => {
  authority = await Authority.create();
  own = await authority.issue('back');
  server = await serveRpc(0, [back], [], observer, { credentials: credentialsFrom({ ...own, ...reload }).server });
});
after(async () => {
  closing.forEach((close) => close());
  await server.close(100);
  await authority.remove();
});

function calling(credentials = insecure.createInsecure(), caller?: string) {
  const transport = networkTransport(`localhost:${server.port}`, { credentials });
  closing.push(() => transport.close());
  const client = createClient(BackService, transport, { timeoutMs: 2000, ...(caller !== undefined && { caller }) });
  return client.echo({ text: '' }).then(
    ({ text }) => text,
    (error: unknown) => (error instanceof RpcError ? error.code : String(error)),
  );
}

test('a caller is known by its certificate, whatever it says of itself', async () => {
  const files = await authority.issue('front');
  assert.equal(await calling(credentialsFrom({ ...files, ...reload }).client, 'somebody-else'), 'front');
});

test('a caller without a certificate is refused, over TLS and without', async () => {
  assert.equal(await calling(), 'UNAVAILABLE');
  assert.equal(await calling(insecure.createSsl(await readFile(own.TLS_CA_FILE))), 'UNAVAILABLE');
});

test('a caller with a certificate of another authority is refused, and refuses', async () => {
  const other = await Authority.create();
  const theirs = await other.issue('front');
  assert.equal(await calling(credentialsFrom({ ...theirs, TLS_CA_FILE: own.TLS_CA_FILE, ...reload }).client), 'UNAVAILABLE');
  const mine = await authority.issue('front');
  assert.equal(await calling(credentialsFrom({ ...mine, TLS_CA_FILE: theirs.TLS_CA_FILE, ...reload }).client), 'UNAVAILABLE');
  await other.remove();
});

test('a certificate that is rotated is served without a restart', async () => {
  const before = await servedBy(server.port);
  await authority.issue('back');
  await eventually(async () => (await servedBy(server.port)) !== before);
  assert.equal(await servedBy(server.port), new X509Certificate(await readFile(own.TLS_CERT_FILE)).serialNumber);
  const files = await authority.issue('front');
  assert.equal(await calling(credentialsFrom({ ...files, ...reload }).client), 'front');
});

test('half a configuration is a mistake that is told', () => {
  const half = { TLS_CERT_FILE: own.TLS_CERT_FILE, TLS_KEY_FILE: '/nowhere/key', ...reload };
  assert.throws(() => credentialsFrom(half), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, /TLS_KEY_FILE is wrong: there is no such file/);
    return error.message.includes('TLS_CA_FILE is missing');
  });
});

/** The serial number of the certificate that a server shows. */
function servedBy(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['h2'] };
    const socket = connect(options, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    });
    socket.on('error', reject);
  });
}
