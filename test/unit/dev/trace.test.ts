import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { styleFor } from '../../../src/dev/log/render.ts';
import { renderTrace } from '../../../src/dev/trace/render.ts';
import { readSpans, type Span } from '../../../src/dev/trace/span.ts';
import { createTraceStore } from '../../../src/dev/trace/store.ts';

const style = styleFor(['orders', 'payments'], pc.createColors(false));
const span = (spanId: string, of: Partial<Span>): Span => ({
  traceId: 'aa',
  spanId,
  parentId: undefined,
  name: spanId,
  service: 'orders',
  kind: 'internal',
  start: 1000,
  end: 1001,
  sql: undefined,
  failed: undefined,
  ...of,
});

describe('spans', () => {
  it('are read from OTLP in JSON', () => {
    const sent = {
      traceId: 'AB',
      spanId: '01',
      parentSpanId: '',
      name: 'PlaceOrder',
      kind: 2,
      startTimeUnixNano: '1700000000123456789',
      endTimeUnixNano: '1700000000129456789',
      attributes: [{ key: 'db.system.name', value: { stringValue: 'postgresql' } }],
      status: { code: 2, message: 'refused' },
    };
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'orders' } }] };
    const [read] = readSpans({ resourceSpans: [{ resource, scopeSpans: [{ spans: [sent] }] }] });
    expect(read).toMatchObject({
      traceId: 'ab',
      service: 'orders',
      kind: 'server',
      sql: 'PlaceOrder',
      failed: 'refused',
    });
    expect(read?.parentId).toBeUndefined();
    expect((read?.end ?? 0) - (read?.start ?? 0)).toBeCloseTo(6, 2);
  });

  it('that are malformed are left out', () => {
    for (const body of [
      null,
      7,
      {},
      { resourceSpans: 1 },
      { resourceSpans: [{ scopeSpans: [{ spans: [{}, null] }] }] },
    ])
      expect(readSpans(body)).toEqual([]);
  });
});

describe('a trace', () => {
  const spans = [
    span('place', { end: 1020 }),
    span('insert', { parentId: 'place', sql: 'insert', end: 1002 }),
    span('commit', { parentId: 'place', sql: 'commit', end: 1003 }),
    span('charge', { parentId: 'place', service: 'payments', start: 1012, end: 1030, failed: 'declined' }),
    span('lost', { parentId: 'never arrived', service: 'payments', start: 1040, end: 1042 }),
  ];

  it('is a tree from the edge to the last consumer, queries counted', () => {
    const [head, ...rows] = renderTrace('aa', spans, { style, all: false }).split('\n');
    expect(head).toContain('42 ms · 2 services · 5 spans');
    expect(rows).toEqual([
      ' orders     place        20 ms    +0.0 ms   2 queries 5.0 ms',
      ' payments   └ charge     18 ms     +12 ms   ✖ declined',
      ' payments   lost        2.0 ms     +40 ms',
      '',
    ]);
  });

  it('shows every query when asked', () => {
    expect(renderTrace('aa', spans, { style, all: true })).toMatch(/├ insert.*\n.*├ commit.*\n.*└ charge/);
  });
});

describe('the store', () => {
  it('keeps what was added to last, and no more', () => {
    const store = createTraceStore(2, 2);
    store.add([span('1', { traceId: 'a1' }), span('2', { traceId: 'a2' }), span('3', { traceId: 'a1' })]);
    store.add([span('4', { traceId: 'a1' }), span('5', { traceId: 'b3' })]);
    expect(
      store
        .list()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['a1', 'b3']);
    expect(store.find('a1')[0]?.spans).toHaveLength(2);
    expect(store.find('').length).toBe(2);
  });

  it('sums a trace up', () => {
    const store = createTraceStore();
    store.add([span('b', { parentId: 'a', service: 'payments', end: 1009 }), span('a', { name: 'PlaceOrder' })]);
    expect(store.list()).toMatchObject([{ name: 'PlaceOrder', spans: 2, ms: 9, failed: false }]);
  });
});
