import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kafkaHome } from '../../servers/kafka-jars.ts';
import { servers } from '../../servers/servers.ts';
import { chassisTests } from '../generated/chassis-tests.ts';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

describe('a workspace whose events may be carried by every broker', () => {
  let shop: GeneratedWorkspace;
  beforeAll(async () => {
    shop = await generatedWorkspace([
      ['new', 'service', 'orders', '--publishes', 'OrderPlaced', '--broker', 'nats'],
      ['new', 'service', 'payments', '--consumes', 'orders.v1.OrderPlaced'],
      ['add', 'broker', 'rabbitmq'],
      ['add', 'broker', 'kafka'],
    ]);
  });
  afterAll(() => shop.remove());

  test('type-checks, is formatted and lints clean', async () => {
    const check = await shop.run(['npm', 'run', 'check']);
    expect(check.status, check.output).toBe(0);
    const lint = await shop.msvc('lint', '--show', 'info');
    expect(lint.status, lint.output).toBe(0);
  });

  const cases = [
    ['postgres', undefined],
    ['nats', servers.nats.missing()],
    ['rabbitmq', servers.rabbitmq.missing()],
    ['kafka', servers.kafka.missing()],
  ] as const;
  describe.each(cases)('%s', (broker, missing) => {
    test.skipIf(missing)(
      `keeps what the port promises${missing ? ` (${missing})` : ''}`,
      async () => {
        await chassisTests(shop, [`broker-${broker}`], 10, { environment: { KAFKA_HOME: kafkaHome() } });
      },
      900_000,
    );
  });

  const clusters = cases.filter(([broker]) => broker !== 'postgres');
  // They wait more than they work.
  describe.concurrent.each(clusters)('%s', (broker, missing) => {
    test.skipIf(missing)(
      `is reached over TLS, with a login, as several servers${missing ? ` (${missing})` : ''}`,
      async () => {
        const environment = { KAFKA_HOME: kafkaHome() };
        await chassisTests(shop, [`cluster-${broker}`], 2, { environment, withPostgres: false });
      },
      600_000,
    );
  });

  test('works off many keys at once, each in order, and connects to nobody it should not', async () => {
    const allRun = !servers.nats.missing();
    await chassisTests(shop, ['lanes', 'kafka-link', 'nats-link'], 7, { withPostgres: false, allRun });
  });
});
