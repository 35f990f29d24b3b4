import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kafkaHome } from '../../servers/kafka-jars.ts';
import { servers } from '../../servers/servers.ts';
import { chassisTests } from '../generated/chassis-tests.ts';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

const run = ['node', '../../chassis/src/testing/run.ts'];

describe('a request over the broker', () => {
  let shop: GeneratedWorkspace;
  beforeAll(async () => {
    shop = await generatedWorkspace([
      ['new', 'service', 'orders', '--broker', 'nats'],
      ['new', 'service', 'pricing'],
      ['new', 'request', 'Quote', '--in', 'orders', '--to', 'pricing'],
      // All that differs is in the adapters; set MSVC_ALL_BROKERS to try them all.
      ...(process.env['MSVC_ALL_BROKERS'] === undefined
        ? []
        : [
            ['add', 'broker', 'rabbitmq'],
            ['add', 'broker', 'kafka'],
          ]),
    ]);
  });
  afterAll(() => shop.remove());

  it('passes types, formatter, linter and the laws between services', async () => {
    const checked = await shop.run(['npm', 'run', 'check']);
    expect(checked, checked.output).toMatchObject({ status: 0 });
    const judged = await shop.msvc('lint', '--show', 'info');
    expect(judged, judged.output).toMatchObject({ status: 0 });
    expect(judged.stdout).toContain('nothing to report');
    const drawn = JSON.parse((await shop.msvc('graph', '--format', 'json')).stdout);
    expect(drawn.edges).toMatchObject([{ from: 'orders', to: 'pricing', kind: 'sync', protocol: 'message' }]);
  });

  it('is asked, answered once, and ends at its deadline', async () => {
    const asked = await shop.run([...run, 'test/quote-requests.test.ts'], 'services/orders');
    expect(asked, asked.output).toMatchObject({ status: 0 });
    expect(asked.output).toContain('✔ a late reply is dropped and counted');
    const answered = await shop.run([...run, 'test/quote-responder.test.ts'], 'services/pricing');
    expect(answered, answered.output).toMatchObject({ status: 0 });
  });

  const cases = [
    ['postgres', undefined],
    ['nats', servers.nats.missing()],
    ...(process.env['MSVC_ALL_BROKERS'] === undefined
      ? []
      : [['rabbitmq', servers.rabbitmq.missing()] as const, ['kafka', servers.kafka.missing()] as const]),
  ] as const;
  describe.each(cases)('%s', (broker, missing) => {
    it.skipIf(missing)(`keeps what is promised${missing ? ` (${missing})` : ''}`, async () => {
      await chassisTests(shop, [`request-${broker}`], 5, { environment: { KAFKA_HOME: kafkaHome() } });
    });
  });

  it('fails its tests where answers are not kept', async () => {
    const file = 'chassis/src/request/respond.ts';
    const text = shop.read(file);
    const forgetful = text.replace('if (!(await firstDelivery(tx, { id: key, channel })))', 'if (Date.now() < 0)');
    expect(forgetful).not.toBe(text);
    await shop.write(file, forgetful.replace('await keepAnswer(tx, key, answer);', ''));
    const tested = await shop.run(['node', 'src/testing/run.ts', 'test/request-postgres.test.ts'], 'chassis');
    await shop.write(file, text);
    expect(tested.output).toMatch(/✖ a request that comes twice/);
  });
});
