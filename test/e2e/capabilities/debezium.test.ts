import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servers, type Server } from '../../servers/servers.ts';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

/** A Kafka Connect with Debezium 3.4.3, given the connector that is generated, between PostgreSQL and Kafka. */
const own = resolve(import.meta.dirname, 'debezium');
const cache =
  process.env['MSVC_TEST_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'msvc-test');
const jars = join(cache, 'debezium-3.4.3');

function missing(): string | undefined {
  const kafka = servers.kafka.missing();
  if (kafka !== undefined) return kafka;
  if (existsSync(jars) && readdirSync(jars).length > 40) return undefined;
  if (spawnSync('mvn', ['-version']).status !== 0) return 'mvn is not on this machine';
  mkdirSync(jars, { recursive: true });
  const words = ['-q', '-B', '-f', join(own, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`];
  return spawnSync('mvn', words, { timeout: 250_000 }).status === 0 ? undefined : 'Maven Central is out of reach';
}

type Child = ChildProcessByStdio<Writable, Readable, null>;
type Message = {
  readonly id: string;
  readonly channel: string;
  readonly key: string;
  readonly occurredAt: string;
  readonly headers: Record<string, string>;
  readonly payload: Record<string, string>;
};
/** What outbox.ts tells, each line one of these. */
type Told = {
  readonly message?: Message;
  readonly metrics?: string;
  readonly port?: number;
  readonly ends?: readonly number[];
};

describe('an outbox that Debezium publishes', () => {
  const why = missing();
  let shop: GeneratedWorkspace;
  let kafka: Server | undefined;
  const children: Child[] = [];
  const told: Told[] = [];
  const all = <K extends keyof Told>(what: K) => told.flatMap(({ [what]: one }) => (one === undefined ? [] : [one]));

  beforeAll(async () => {
    if (why !== undefined) console.warn(`not run: ${why}`);
    shop = await generatedWorkspace([
      ['new', 'service', 'orders', '--publishes', 'OrderPlaced,OrderCancelled', '--broker', 'kafka'],
      ['add', 'debezium', '--to', 'orders'],
    ]);
    cpSync(own, join(shop.path, 'debezium'), { recursive: true });
  });
  afterAll(async () => {
    for (const child of children) {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    await kafka?.stop();
    await shop.remove();
  });

  it('is switched off in the service, and lints clean', async () => {
    expect(shop.read('services/orders/k8s/config.yaml')).toMatch(/OUTBOX_RELAY: ['"]off['"]/);
    expect(shop.read('compose.yaml')).toMatch(/OUTBOX_RELAY: ['"]off['"]/);
    expect((await shop.msvc('add', 'debezium', '--to', 'orders', '--yes')).output).toMatch(/nothing to do|already/i);
    expect(await shop.msvc('lint')).toMatchObject({ status: 0 });
  });

  it.skipIf(why !== undefined)(
    'reaches the consumers of this chassis as the relay would have told it: what waits, then what is inserted, in order',
    async () => {
      kafka = await servers.kafka.start();
      const sql = shop.read('platform/debezium/orders-outbox.sql').replace(":'password'", "'s3cret'");
      const outbox = start(['node', 'debezium/outbox.ts', sql, kafka.url]);
      createInterface({ input: outbox.stdout }).on('line', (line) => told.push(JSON.parse(line) as Told));
      await expect.poll(() => all('port').length, { timeout: 60_000 }).toBe(1);
      connect(all('port')[0] ?? 0, kafka.url);
      await expect.poll(() => all('message').length, { timeout: 90_000 }).toBe(4);
      outbox.stdin.write('fourth\n');
      await expect.poll(() => all('message').length, { timeout: 60_000 }).toBe(5);
      outbox.stdin.end();
      await once(outbox, 'exit');

      const [relayed, ...captured] = all('message');
      const references = captured.map(({ payload }) => payload['reference']);
      expect(references).toEqual(['first', 'second', 'third', 'fourth']);
      expect(captured[1]?.channel).toBe('orders.v1.OrderCancelled');
      const { id, headers, payload } = captured[0] ?? {};
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7/);
      expect(payload).toEqual({ ...relayed?.payload, reference: 'first' });
      expect(headers).toEqual({ traceparent: expect.stringMatching(/^00-[\da-f]{32}-[\da-f]{16}-01$/) });
      expect(Object.keys(relayed?.headers ?? {})).toEqual(['traceparent']);
      expect(captured[0]).toMatchObject({ channel: relayed?.channel, key: relayed?.key });
      expect(Date.parse(captured[0]?.occurredAt ?? '')).toBe(Date.parse(relayed?.occurredAt ?? '-'));
      // The relay's and Debezium's events of one aggregate lie in one partition of one topic.
      expect(all('ends')[0]?.filter((end) => end > 0)).toEqual([5]);
      const [before = '', after = ''] = all('metrics');
      expect(before).toMatch(/outbox_kept\{context="orders"\} 3\n[^]*outbox_readers\{context="orders"\} 0\n/);
      expect(after).toMatch(/outbox_kept\{context="orders"\} 0\n[^]*outbox_readers\{context="orders"\} 1\n/);
      expect(after).toMatch(/outbox_unread_bytes\{context="orders"\} [1-9]\d*\n/);
    },
  );

  function start([program = '', ...words]: readonly string[], environment: Record<string, string> = {}): Child {
    const env = { ...process.env, ...environment };
    const child = spawn(program, words, { cwd: shop.path, env, stdio: ['pipe', 'pipe', 'ignore'] });
    children.push(child);
    return child;
  }

  /** A worker of its own, with the connector as it stands but for where PostgreSQL listens. */
  function connect(port: number, url: string): void {
    const { name, config } = JSON.parse(shop.read('platform/debezium/orders-outbox.json'));
    const here = { 'database.hostname': '127.0.0.1', 'database.port': String(port) };
    writeFileSync(join(shop.path, 'debezium/connector.json'), JSON.stringify({ name, config: { ...config, ...here } }));
    const worker = {
      'bootstrap.servers': new URL(url).host,
      'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'offset.storage.file.filename': join(shop.path, 'debezium/offsets'),
      'offset.flush.interval.ms': '500',
      listeners: 'http://127.0.0.1:0',
      'plugin.discovery': 'only_scan',
      'config.providers': 'env',
      'config.providers.env.class': 'org.apache.kafka.common.config.provider.EnvVarConfigProvider',
    };
    const lines = Object.entries(worker).map(([each, value]) => `${each}=${value}`);
    writeFileSync(join(shop.path, 'debezium/worker.properties'), lines.join('\n'));
    const standalone = 'org.apache.kafka.connect.cli.ConnectStandalone';
    const java = ['java', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', `${jars}/*`, standalone];
    start([...java, 'debezium/worker.properties', 'debezium/connector.json'], { ORDERS_DEBEZIUM_PASSWORD: 's3cret' });
  }
});
