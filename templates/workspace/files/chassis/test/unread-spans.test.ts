import { SpanKind } from '@opentelemetry/api';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSpan, startTelemetry, traceFrom, traceHeaders } from '../src/telemetry.ts';

const kind = SpanKind.SERVER;
const trace = '0af7651916cd43dd8448eb211c80319c';
/** What a span hands on to whoever comes next. */
const throughSpan = async (above?: string): Promise<string> => {
  const parent = above === undefined ? {} : { parent: traceFrom({ traceparent: above }) };
  const { traceparent = '' } = await inSpan('edge', { kind, ...parent }, async () => traceHeaders());
  return traceparent;
};

// Nobody to export to: no endpoint, no processor.
await startTelemetry({ service: 'test', ratio: 1 });

test('spans that nobody reads have ids, and a trace that begins here may be sampled elsewhere', async () => {
  const [one, other] = await Promise.all([throughSpan(), throughSpan()]);
  assert.match(one, /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  assert.notEqual(one, other);
});

for (const flags of ['00', '01']) {
  test(`who started a trace decides whether it is sampled: ${flags}`, async () => {
    const above = `00-${trace}-b7ad6b7169203331-${flags}`;
    const traceparent = await throughSpan(above);
    assert.match(traceparent, new RegExp(`^00-${trace}-[0-9a-f]{16}-${flags}$`));
    assert.notEqual(traceparent, above);
  });
}
