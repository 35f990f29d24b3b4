import { SpanKind } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSpan, startTelemetry, traceFrom, traceHeaders } from '../src/telemetry.ts';

const exported = new InMemorySpanExporter();
const telemetry = await startTelemetry({
  service: 'test',
  ratio: 0,
  processors: [new SimpleSpanProcessor(exported)],
});

const kind = SpanKind.SERVER;
const trace = '0af7651916cd43dd8448eb211c80319c';

test('a trace that is not sampled still has an id, and says so to whoever comes next', async () => {
  const { traceparent } = await inSpan('edge', { kind }, async () => traceHeaders());
  assert.match(traceparent ?? '', /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  await telemetry.flush();
  assert.deepEqual(exported.getFinishedSpans(), []);
});

test('who started a trace decides whether it is sampled', async () => {
  await inSpan('inner', { kind, parent: traceFrom({ traceparent: `00-${trace}-b7ad6b7169203331-01` }) }, async () => {});
  await telemetry.flush();
  const [span] = exported.getFinishedSpans();
  assert.equal(span?.spanContext().traceId, trace);
});
