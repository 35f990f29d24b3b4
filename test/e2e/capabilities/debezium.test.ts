import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

/** Debezium 3.4.3 as it runs inside Kafka Connect, fed with the connector that is generated. */
const own = resolve(import.meta.dirname, 'debezium');
const cache =
  process.env['MSVC_TEST_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'msvc-test');
const jars = join(cache, 'debezium-3.4.3');

function missing(): string | undefined {
  for (const program of ['java', 'mvn'])
    if (spawnSync(program, ['-version']).status !== 0) return `${program} is not on this machine`;
  if (existsSync(jars) && readdirSync(jars).length > 40) return undefined;
  mkdirSync(jars, { recursive: true });
  const words = ['-q', '-B', '-f', join(own, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`];
  return spawnSync('mvn', words, { timeout: 250_000 }).status === 0 ? undefined : 'Maven Central is out of reach';
}

type Child = ChildProcessByStdio<Writable, Readable, null>;
type Published = {
  readonly topic: string;
  readonly key: string;
  readonly value: unknown;
  readonly headers: Record<string, string>;
};

describe('an outbox that Debezium publishes', () => {
  const why = missing();
  let shop: GeneratedWorkspace;
  const children: Child[] = [];
  const published: Published[] = [];
  beforeAll(async () => {
    if (why !== undefined) console.warn(`not run: ${why}`);
    shop = await generatedWorkspace([
      ['new', 'service', 'orders', '--publishes', 'OrderPlaced'],
      ['add', 'debezium', '--to', 'orders'],
    ]);
    cpSync(own, join(shop.path, 'debezium'), { recursive: true });
  });
  afterAll(async () => {
    for (const child of children) {
      child.stdin.end('\n');
      if (child.exitCode === null) await once(child, 'exit');
    }
    await shop.remove();
  });

  it('is switched off in the service, and lints clean', async () => {
    expect(shop.read('services/orders/k8s/config.yaml')).toMatch(/OUTBOX_RELAY: ['"]off['"]/);
    expect(shop.read('compose.yaml')).toMatch(/OUTBOX_RELAY: ['"]off['"]/);
    expect((await shop.msvc('add', 'debezium', '--to', 'orders', '--yes')).output).toMatch(/nothing to do|already/i);
    expect(await shop.msvc('lint')).toMatchObject({ status: 0 });
  });

  it.skipIf(why !== undefined)(
    'gives Kafka what waits in order, then what is inserted, and nothing for what is deleted',
    async () => {
      const sql = shop.read('platform/debezium/orders-outbox.sql').replace(":'password'", "'debezium'");
      const outbox = start(['node', 'debezium/outbox.ts', sql]);
      const [port] = (await once(createInterface({ input: outbox.stdout }), 'line')) as [string];
      const { config } = JSON.parse(shop.read('platform/debezium/orders-outbox.json'));
      const changed = { 'database.hostname': '127.0.0.1', 'database.port': port, 'database.password': 'debezium' };
      const storage = { name: 'orders', 'offset.storage': 'org.apache.kafka.connect.storage.MemoryOffsetBackingStore' };
      const settings = Object.entries({ ...config, ...changed, ...storage }).map(([name, value]) => `${name}=${value}`);
      writeFileSync(join(shop.path, 'debezium/connector.properties'), settings.join('\n'));
      const engine = start(['java', '-cp', `${jars}/*`, 'debezium/RouterCheck.java', 'debezium/connector.properties']);
      collect(engine);
      await expect.poll(() => published.length, { timeout: 60_000 }).toBe(3);
      outbox.stdin.write('fourth\n');
      await expect.poll(() => published.length, { timeout: 60_000 }).toBe(4);

      const references = published.map(({ value }) => (value as { reference: string }).reference);
      expect(references).toEqual(['first', 'second', 'third', 'fourth']);
      expect(published[0]).toMatchObject({
        topic: 'orders.v1.OrderPlaced',
        key: 'one',
        value: { orderId: 'one', amount: '7' },
        headers: {
          id: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-7/),
          channel: 'orders.v1.OrderPlaced',
          key: 'one',
          'occurred-at': '2026-01-02T03:04:05.000000Z',
          headers: expect.stringMatching(/^\{.*\}$/),
        },
      });
    },
  );

  function start([program = '', ...words]: readonly string[]): Child {
    const child = spawn(program, words, { cwd: shop.path, stdio: ['pipe', 'pipe', 'ignore'] });
    children.push(child);
    return child;
  }

  /** Heartbeats are Debezium's own. */
  function collect(engine: Child): void {
    let fields: [string, string][] = [];
    createInterface({ input: engine.stdout }).on('line', (line) => {
      const [name = '', text = ''] = line.split('\t');
      if (name !== 'end') return void fields.push([name, text]);
      const { topic = '', key = '', value = '', ...rest } = Object.fromEntries(fields);
      fields = [];
      if (topic.startsWith('__debezium-heartbeat')) return;
      const headers = Object.fromEntries(Object.entries(rest).map(([each, of]) => [each.replace('header ', ''), of]));
      published.push({ topic, key, value: JSON.parse(value), headers });
    });
  }
});
