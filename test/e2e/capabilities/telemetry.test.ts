import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Recording } from '../../demo/recording.ts';
import { missingCollector, startCollector, type Collector } from '../../servers/collector.ts';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

type Span = { readonly service: string; readonly kind: string; readonly name: string; readonly trace: string };
type Line = { readonly msg?: string; readonly traceId?: string };
type Told = { readonly traceId: string; readonly orders: readonly Line[]; readonly payments: readonly Line[] };

const kinds = ['', 'internal', 'server', 'client', 'producer', 'consumer'];
const missing = missingCollector();

describe.skipIf(missing)(`telemetry in a real collector${missing ? ` (not run: ${missing})` : ''}`, () => {
  let shop: GeneratedWorkspace;
  let collector: Collector;
  let told: Told;
  let spans: readonly Span[];
  beforeAll(async () => {
    collector = await startCollector();
    shop = await generatedWorkspace([
      ['new', 'service', 'orders', '--publishes', 'OrderPlaced'],
      ['new', 'service', 'payments', '--consumes', 'orders.v1.OrderPlaced'],
      ['add', 'client', 'payments', '--to', 'orders'],
      ['add', 'rest', '--to', 'orders'],
    ]);
    const driver = join(shop.path, 'services/orders/test/telemetry.ts');
    copyFileSync(resolve(import.meta.dirname, '../../../fixtures/acceptance/telemetry.ts'), driver);
    const words = [process.execPath, 'test/telemetry.ts', collector.http, collector.grpc];
    const { stdout, status, output } = await shop.run(words, 'services/orders');
    expect(status, output).toBe(0);
    told = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    // Everybody has flushed; the collector keeps a batch for a moment and writes ten times a second.
    await vi.waitFor(() => expect(servicesIn(spansOf(collector))).toEqual(['edge', 'orders', 'payments']), {
      timeout: 30_000,
      interval: 100,
    });
    await collector.end();
    spans = spansOf(collector).filter(({ trace }) => trace === told.traceId);
  });
  afterAll(async () => {
    await collector?.stop();
    await shop?.remove();
  });

  const seen = () => spans.map(({ service, kind, name }) => `${service} ${kind} ${name}`);

  it('is one trace from the edge through RPC, SQL, outbox and broker to the last consumer, over all three protocols', () => {
    expect(seen()).toEqual(
      expect.arrayContaining([
        'edge internal shopping',
        'orders server POST /v1/orders',
        'orders server orders.v1.OrdersService/PlaceOrder',
        'orders client sql insert',
        'orders producer orders.v1.OrderPlaced create',
        'payments consumer orders.v1.OrderPlaced process',
        'payments client sql insert',
        'edge client orders.v1.OrdersService/GetOrder',
        'orders server orders.v1.OrdersService/GetOrder',
        'orders client sql select',
        'orders client payments.v1.PaymentsService/GetPayment',
        'payments server payments.v1.PaymentsService/GetPayment',
      ]),
    );
  });

  it('tells of nothing twice, and of nothing but this order', () => {
    const calls = seen().filter((each) => / (server|consumer|producer) /.test(each));
    expect(new Set(calls).size).toBe(calls.length);
    const others = spansOf(collector).filter(({ trace }) => trace !== told.traceId);
    expect(others.map(({ service, name }) => `${service} ${name}`)).toEqual([]);
  });

  it('has the log lines of both services under the same id', () => {
    const linesOf = (lines: readonly Line[]) =>
      lines.filter(({ traceId }) => traceId === told.traceId).map(({ msg }) => msg);
    expect(linesOf(told.orders)).toEqual(expect.arrayContaining(['rpc']));
    expect(linesOf(told.payments)).toEqual(expect.arrayContaining(['message', 'rpc']));
  });
});

const servicesIn = (spans: readonly Span[]): readonly string[] =>
  [...new Set(spans.map(({ service }) => service))].sort();

/** What the collector wrote to its file: each line is a batch as OTLP has it in JSON. */
const spansOf = (collector: Collector): readonly Span[] =>
  collector.batches().flatMap((batch) =>
    (batch as Recording).resourceSpans.flatMap(({ resource, scopeSpans }) =>
      scopeSpans.flatMap((scope) =>
        scope.spans.map(({ traceId, name, kind }) => ({
          service: resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '',
          kind: kinds[kind] ?? '',
          name,
          trace: traceId,
        })),
      ),
    ),
  );
