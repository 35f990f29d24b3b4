import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  ParentBasedSampler,
  RandomIdGenerator,
  SamplingDecision,
  TraceIdRatioBasedSampler,
  type Sampler,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { otlpProcessor, type OtlpProtocol } from './otlp.ts';
import { reasonOf } from './reason.ts';

export type Telemetry = { flush(): Promise<void> };
export type TelemetryOptions = {
  readonly service: string;
  /** Of a collector; without it spans carry ids for the logs and go nowhere. */
  readonly endpoint?: string | undefined;
  readonly protocol?: OtlpProtocol;
  /** The share of traces that is exported, from 0 to 1. Who starts a trace decides; everybody after follows. */
  readonly ratio?: number;
  readonly processors?: readonly SpanProcessor[];
};

let isExporting = false;
let startSpan: Tracer['startSpan'] = (...span) => trace.getTracer('chassis').startSpan(...span);

/** Installs the tracer of this process. */
export async function startTelemetry({
  service,
  endpoint,
  protocol = 'http/json',
  ratio = 1,
  processors = [],
}: TelemetryOptions): Promise<Telemetry> {
  const exported = endpoint === undefined ? [] : [await otlpProcessor({ endpoint, protocol })];
  const spanProcessors = [...processors, ...exported];
  const sampler = new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) });
  const resource = resourceFromAttributes({ 'service.name': service });
  const provider = new BasicTracerProvider({ resource, sampler, spanProcessors });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  isExporting = spanProcessors.length > 0;
  if (!isExporting) startSpan = unreadSpans(sampler);
  return { flush: () => provider.forceFlush().catch(() => {}) };
}

/** Spans that nobody will read: ids for the log, and for whoever comes next. */
function unreadSpans(sampler: Sampler): Tracer['startSpan'] {
  const ids = new RandomIdGenerator();
  return (name, { kind = SpanKind.INTERNAL } = {}, parent = context.active()) => {
    const above = trace.getSpanContext(parent);
    const traceId = above?.traceId ?? ids.generateTraceId();
    const { decision } = sampler.shouldSample(parent, traceId, name, kind, {}, []);
    const traceFlags = decision === SamplingDecision.RECORD_AND_SAMPLED ? TraceFlags.SAMPLED : TraceFlags.NONE;
    return trace.wrapSpanContext({ ...above, isRemote: false, traceId, spanId: ids.generateSpanId(), traceFlags });
  };
}

/**
 * A query makes a span where one of a sampled trace is open: the polls of the relay are not worth one. Values are left
 * out, since they may be secret.
 */
export function inSqlSpan<T>(text: string, query: () => Promise<T>): Promise<T> {
  if (!isExporting || !trace.getActiveSpan()?.isRecording()) return query();
  const [word = ''] = /\w+/.exec(text) ?? [];
  const attributes = { 'db.system.name': 'postgresql', 'db.query.text': text };
  return inSpan(`sql ${word.toLowerCase()}`, { kind: SpanKind.CLIENT, attributes }, query);
}

type SpanOptions = { readonly kind: SpanKind; readonly parent?: Context; readonly attributes?: Record<string, string> };

/** Runs the work in a span; what it throws marks the span and goes on. */
export async function inSpan<T>(
  name: string,
  { kind, parent, attributes = {} }: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const span = startSpan(name, { kind, attributes }, parent ?? context.active());
  try {
    return await context.with(trace.setSpan(parent ?? context.active(), span), () => work(span));
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: reasonOf(error) });
    throw error;
  } finally {
    span.end();
  }
}

/** The headers that carry the active trace to another process. */
export function traceHeaders(from: Context = context.active()): Record<string, string> {
  const headers: Record<string, string> = {};
  propagation.inject(from, headers);
  return headers;
}

/** The trace that the headers of a call or message belong to. */
export function traceFrom(headers: Readonly<Record<string, string>>): Context {
  return propagation.extract(ROOT_CONTEXT, headers);
}
