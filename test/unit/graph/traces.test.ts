import { describe, expect, test } from 'vitest';
import { observed } from '../../../src/graph/observed.ts';
import { viewOf } from '../../../src/graph/views/index.ts';
import type { Edge } from '../../../src/model/model.ts';
import { readTraces } from '../../../src/read/traces/index.ts';
import { at, model, service } from '../lint/models.ts';

const edge = (from: string, to: string): Edge => ({
  from,
  to,
  kind: 'sync',
  protocol: 'http',
  operation: 'POST /x',
  basis: 'inferred',
  evidence: [at('a.ts')],
});
const shop = viewOf(
  'services',
  model({
    services: [service('orders'), service('payments'), service('ledger')],
    edges: [edge('orders', 'payments'), edge('payments', 'ledger')],
  }),
);

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
const otlp = JSON.stringify({
  resourceSpans: [
    {
      resource: { attributes: [text('service.name', 'orders')] },
      scopeSpans: [
        {
          spans: [
            { traceId: 'A', spanId: '1', name: 'POST', kind: 3, startTimeUnixNano: '1000000', endTimeUnixNano: '5000000' },
            { traceId: 'A', spanId: '3', name: 'GET', kind: 'SPAN_KIND_CLIENT', startTimeUnixNano: '0', endTimeUnixNano: '1', attributes: [text('peer.service', 'fraud')] },
          ],
        },
      ],
    },
    { resource: { attributes: [text('service.name', 'Payments-Service')] }, scopeSpans: [{ spans: [{ traceId: 'a', spanId: '2', parentSpanId: '1', name: 'POST /x', kind: 2, startTimeUnixNano: '1', endTimeUnixNano: '2', status: { code: 2 } }] }] },
  ],
}); // prettier-ignore
const tag = (key: string, value: string) => ({ key, type: 'string', value });
const jaeger = JSON.stringify({
  data: [
    {
      traceID: 'a',
      processes: { p1: { serviceName: 'orders' }, p2: { serviceName: 'Payments-Service' } },
      spans: [
        { traceID: 'a', spanID: '1', operationName: 'POST', duration: 4000, processID: 'p1', references: [], tags: [tag('span.kind', 'client')] },
        { traceID: 'a', spanID: '2', operationName: 'POST /x', duration: 1000, processID: 'p2', references: [{ refType: 'CHILD_OF', traceID: 'a', spanID: '1' }], tags: [tag('span.kind', 'server'), tag('error', 'true')] },
        { traceID: 'a', spanID: '3', operationName: 'GET', duration: 1, processID: 'p1', references: [], tags: [tag('span.kind', 'client'), tag('peer.service', 'fraud')] },
      ],
    },
  ],
}); // prettier-ignore
const zipkin = JSON.stringify([
  { traceId: 'a', id: '1', kind: 'CLIENT', name: 'post', duration: 4000, localEndpoint: { serviceName: 'orders' } },
  { traceId: 'a', id: '1', kind: 'SERVER', name: 'post /x', duration: 1000, shared: true, localEndpoint: { serviceName: 'payments-service' }, tags: { error: 'x' } },
  { traceId: 'a', id: '3', kind: 'CLIENT', name: 'get', duration: 1, localEndpoint: { serviceName: 'orders' }, remoteEndpoint: { serviceName: 'fraud' } },
]); // prettier-ignore

test.each([
  ['otlp', otlp],
  ['jaeger', jaeger],
  ['zipkin', zipkin],
])('%s: seen and known, seen and unknown, known and never seen', (format, file) => {
  const { format: found, spans, mistakes } = readTraces(file);
  expect({ found, mistakes }).toEqual({ found: format, mistakes: [] });
  const view = observed(shop, spans);
  const states = Object.fromEntries(view.lines.map(({ id, observed: seen }) => [id, seen]));
  expect(states).toMatchObject({
    'service:orders > sync > service:payments': { state: 'seen', count: 1, failed: 1, p50: 4, p99: 4 },
    'service:payments > sync > service:ledger': { state: 'unseen', count: 0 },
    'service:orders > sync > service:fraud': { state: 'unknown', count: 1, failed: 0 },
  });
  expect(view.nodes.find(({ name }) => name === 'fraud')).toMatchObject({ kind: 'outside' });
});

test('the 99th of a hundred times is p99', () => {
  const spans = Array.from({ length: 100 }, (_, index) => [
    {
      traceId: `t${index}`,
      id: 'c',
      kind: 'CLIENT',
      duration: (index + 1) * 1000,
      localEndpoint: { serviceName: 'orders' },
    },
    {
      traceId: `t${index}`,
      id: 's',
      parentId: 'c',
      kind: 'SERVER',
      duration: 1,
      localEndpoint: { serviceName: 'payments' },
    },
  ]);
  const view = observed(shop, readTraces(JSON.stringify(spans)).spans);
  expect(view.lines.find(({ to }) => to === 'service:payments')?.observed).toMatchObject({
    count: 100,
    p50: 50,
    p99: 99,
  });
});

describe('a malformed file', () => {
  test.each([
    ['no JSON', '{', 'Expected'],
    ['something else', '{"a":1}', 'neither resourceSpans'],
    ['spans that are no list', '{"resourceSpans":[{"scopeSpans":[{"spans":{}}]}]}', 'resourceSpans[0].scopeSpans[0].spans: must be a list'],
    ['a span without ids', '{"data":[{"spans":[{"duration":1}]}]}', 'data[0].spans[0]: has no traceID'],
    ['a Zipkin span without an id', '[{"traceId":"a"}]', '[0]: has no id'],
    ['times that are none', '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"a","spanId":"b","startTimeUnixNano":"x","endTimeUnixNano":1}]}]}]}', 'are no times'],
    ['one bad line of many', `${otlp}\n{"resourceSpans"`, 'line 2: '],
  ])('%s: says the place', (_, file, said) => expect(readTraces(file).mistakes.join('\n')).toContain(said)); // prettier-ignore

  test('does not take the good spans of it along', () => expect(readTraces(`${otlp}\n{`).spans).toHaveLength(3));
});

describe('events that were worked on', () => {
  const told = model({
    services: [service('orders'), service('payments'), service('stock')],
    channels: [
      {
        id: 'kafka:order.placed',
        kind: 'kafka',
        publishedBy: ['orders'],
        consumedBy: ['payments', 'stock'],
        evidence: [at('a.ts')],
      },
    ],
    edges: [edge('orders', 'payments')],
  });
  const span = (id: string, kind: string, name: string, of: object = {}) => ({ traceId: 't', id, kind, duration: 5000, localEndpoint: { serviceName: name }, ...of }); // prettier-ignore
  const worked = { parentId: '1', tags: { 'messaging.destination.name': 'order.placed' } };
  const spansOf = (...spans: readonly object[]) => readTraces(JSON.stringify(spans)).spans;
  const seenIn = (id: 'services' | 'events', ...spans: readonly object[]) =>
    Object.fromEntries(observed(viewOf(id, told), spansOf(...spans)).lines.map((line) => [line.id, line.observed]));
  const published = 'service:orders > async > channel:kafka:order.placed';

  test('were published, though no relay recorded it; once, however many heard', () => {
    const seen = seenIn('events', span('1', 'SERVER', 'orders'), span('2', 'CONSUMER', 'payments', worked), span('3', 'CONSUMER', 'stock', worked)); // prettier-ignore
    expect(seen[published]).toEqual({ state: 'seen', count: 1, failed: 0 });
    expect(seen['channel:kafka:order.placed > async > service:stock']).toMatchObject({ count: 1, p50: 5 });
  });

  test('are not counted again where the publisher did record it', () => {
    const sent = span('1', 'PRODUCER', 'orders', { tags: { 'messaging.destination.name': 'order.placed' } });
    expect(seenIn('events', sent, span('2', 'CONSUMER', 'payments', worked))[published]).toMatchObject({ count: 1, p50: 5 }); // prettier-ignore
  });

  test('a view of events does not call a call unknown', () => {
    const call = [span('1', 'CLIENT', 'orders'), span('2', 'SERVER', 'payments', { parentId: '1' })];
    expect(Object.keys(seenIn('events', ...call))).not.toContain('service:orders > sync > service:payments');
    expect(seenIn('services', ...call)['service:orders > sync > service:payments']).toMatchObject({ state: 'seen' });
  });
});
