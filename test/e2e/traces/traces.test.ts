import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { View, ViewLine } from '../../../src/graph/types.ts';
import { commands, fixtures, waiting } from '../../demo/story.ts';
import type { Recording } from '../../demo/recording.ts';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';
import { asJaeger, asZipkin } from './convert.ts';

const clone = resolve(import.meta.dirname, '../../..');
const recorded = join(clone, 'fixtures/traces/shop.otlp.json');
const recordings: readonly Recording[] = readFileSync(recorded, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const place = mkdtempSync(join(tmpdir(), 'msvc-traces-'));
const files = { otlp: recorded, jaeger: join(place, 'jaeger.json'), zipkin: join(place, 'zipkin.json') } as const;
type Format = keyof typeof files;

/** The demo's workspace: first as its story tells it, then with the call that was recorded, too. */
let shop: GeneratedWorkspace;
beforeAll(async () => {
  writeFileSync(files.jaeger, asJaeger(recordings));
  writeFileSync(files.zipkin, asZipkin(recordings));
  const [, ...later] = commands;
  shop = await generatedWorkspace(
    later.map(({ words }) => words),
    { isInstalled: false },
  );
  cpSync(join(clone, fixtures), shop.path, { recursive: true });
});
afterAll(async () => {
  rmSync(place, { recursive: true });
  await shop.remove();
});

async function viewOf(format: Format, ...words: readonly string[]): Promise<View> {
  const { stdout, output, status } = await shop.msvc('graph', '--format', 'json', '--traces', files[format], ...words);
  expect(status, output).toBe(0);
  return JSON.parse(stdout);
}

/** `orders > sync > payments` without the kinds of nodes. */
const told = ({ id }: ViewLine): string => id.replaceAll(/(service|channel|store):(message:|postgres:)?/g, '');
const linesOf = ({ lines }: View): Readonly<Record<string, string>> =>
  Object.fromEntries(
    lines.map((line) => {
      const { state, count, failed } = line.observed ?? { state: 'silent', count: 0, failed: 0 };
      return [told(line), `${state} ${count}${failed ? `, ${failed} failed` : ''}`] as const;
    }),
  );

const events = {
  'orders > async > orders.v1.OrderPlaced': 'seen 8',
  'orders.v1.OrderPlaced > async > inventory': 'seen 8',
  'inventory > async > inventory.v1.StockReserved': 'seen 8',
  'inventory.v1.StockReserved > async > payments': 'seen 8',
  'payments > async > payments.v1.PaymentCaptured': 'seen 6',
  'payments.v1.PaymentCaptured > async > orders': 'seen 6',
  'payments > async > payments.v1.PaymentRefused': 'seen 2', // heard by two, published once
  'payments.v1.PaymentRefused > async > orders': 'seen 2',
  'payments.v1.PaymentRefused > async > inventory': 'seen 2',
  'inventory > async > inventory.v1.StockRejected': 'unseen 0',
  'inventory.v1.StockRejected > async > orders': 'unseen 0',
};

describe.each<Format>(['otlp', 'jaeger', 'zipkin'])('traces of the running demo, as %s', (format) => {
  it('show the call that the code does not have as a blind spot of the map', async () => {
    const lines = linesOf(await viewOf(format));
    expect(lines).toMatchObject({ ...events, 'orders > sync > payments': 'unknown 8, 1 failed' });
  });

  it('say nothing of calls in a view of events', async () => {
    const { lines, nodes } = await viewOf(format, '--view', 'events');
    expect(lines.filter(({ kind }) => kind !== 'async')).toEqual([]);
    expect(nodes.filter(({ kind }) => kind === 'outside')).toEqual([]);
  });
});

it('show a service that is not in the workspace as one from outside', async () => {
  rmSync(join(place, 'less'), { recursive: true, force: true });
  cpSync(shop.path, join(place, 'less'), { recursive: true });
  rmSync(join(place, 'less/services/payments'), { recursive: true });
  const { stdout } = await shop.run(['node', join(clone, 'bin/msvc.js'), 'graph', join(place, 'less'), '--traces', recorded]);
  expect(stdout).toContain('seen, and not on the map: its blind spots');
  expect(stdout).toMatch(/orders ─▶ payments +8×/);
}); // prettier-ignore

describe('with the call in the code', () => {
  beforeAll(async () => {
    expect(await shop.msvc(...waiting.words)).toMatchObject({ status: 0 });
  });

  it.each<Format>(['otlp', 'jaeger', 'zipkin'])('everything that was recorded is known, as %s', async (format) => {
    const view = await viewOf(format);
    expect(linesOf(view)).toMatchObject({ ...events, 'orders > sync > payments': 'seen 8, 1 failed' });
    expect(view.lines.filter(({ observed }) => observed?.state === 'unknown')).toEqual([]);
    expect(view.lines.filter(({ kind, observed }) => kind === 'data' && observed?.state === 'seen')).toHaveLength(3);
  });

  it('each format tells the same times, of the call and of what it is made of', async () => {
    const views = await Promise.all((['otlp', 'jaeger', 'zipkin'] as const).map((format) => viewOf(format)));
    const [call, ...others] = views.map(({ lines }) => lines.find((line) => told(line) === 'orders > sync > payments'));
    expect(others.map((other) => other?.observed)).toEqual([call?.observed, call?.observed]);
    const times = recordings
      .flatMap(({ resourceSpans: [resource] }) => resource?.scopeSpans[0]?.spans ?? [])
      .filter(({ kind, name }) => kind === 3 && name === 'payments.v1.PaymentsService/GetPayment')
      .map(({ startTimeUnixNano: from, endTimeUnixNano: to }) => Number((BigInt(to) - BigInt(from)) / 1000n) / 1000)
      .sort((a, b) => a - b);
    expect(call?.observed).toMatchObject({ count: 8, p50: times[3], p99: times[7] });
    expect(call?.operations).toMatchObject([
      { name: 'payments.v1.PaymentsService/GetPayment', observed: { count: 8 } },
    ]);
  });

  it('a terminal shows what was seen, how often and how long, and what never was', async () => {
    const { stdout } = await shop.msvc('graph', '--traces', recorded);
    expect(stdout).toMatch(/lines seen, 0 not on the map, \d+ never seen/);
    expect(stdout).toMatch(/orders ─▶ payments +8× +p50 [\d.]+ ms +p99 [\d.]+ ms +1 failed/);
    expect(stdout).toMatch(/orders ··▶ orders\.v1\.OrderPlaced +8×\n/);
    expect(stdout.slice(stdout.indexOf('never seen: dead'))).toContain('inventory ··▶ inventory.v1.StockRejected');
  });
});

it('the recording holds nothing of the machine it was made on', () => {
  const text = readFileSync(recorded, 'utf8');
  expect(text).not.toMatch(/\/(tmp|home|root|work|Users)\/|127\.0\.0\.1|localhost|password|select |insert into/i);
});
