import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BackService } from '../gen/echo/v1/echo_pb.ts';
import { Harness } from '../src/testing/harness.ts';
import { startService } from '../src/testing/service.ts';
import { back } from './contexts.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
let harness: Harness;

before(async () => {
  harness = await Harness.start();
});
after(() => harness.close());

test('SIGTERM: readiness falls first, a call in hand is answered, and the process exits with 0', async () => {
  const service = await startService(main, {
    ...(await harness.environment(back)),
    CONTEXTS: 'back',
    SHUTDOWN_DRAIN_MS: '300',
  });
  harness.onClose(() => service.kill());
  const client = harness.client(BackService, service);
  await client.echo({ text: 'connected' });

  const slow = client.echo({ text: 'slow' });
  const exited = service.terminate();
  await service.until('ready', 503);
  assert.equal(await service.reason(), 'stopping');
  assert.equal(await service.probe('live'), 200);
  assert.equal((await client.echo({ text: 'during the drain' })).text, 'during the drain');
  assert.equal((await slow).text, 'slow');
  assert.equal(await exited, 0);
  assert.deepEqual(
    service.lines.map(({ msg }) => msg).filter((msg) => msg === 'stopping' || msg === 'stopped'),
    ['stopping', 'stopped'],
  );
});
