import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type SpanKind,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';

export type Telemetry = { flush(): Promise<void> };
export type TelemetryOptions = {
  readonly service: string;
  /** OTLP over HTTP; without it spans carry ids for the logs and go nowhere. */
  readonly endpoint?: string | undefined;
  /** The share of traces that is exported, from 0 to 1. Who starts a trace decides; everybody after follows. */
  readonly ratio?: number;
  readonly processors?: readonly SpanProcessor[];
};

/**
 * Installs the tracer of this process. SQL spans come from a hook on `pg`, so this runs before the first
 * `import('pg')`: database.ts and broker-postgres.ts load theirs late for that reason.
 */
export async function startTelemetry({
  service,
  endpoint,
  ratio = 1,
  processors = [],
}: TelemetryOptions): Promise<Telemetry> {
  const exported = endpoint === undefined ? [] : [await otlpProcessor(endpoint)];
  const spanProcessors = [...processors, ...exported];
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors,
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  if (spanProcessors.length > 0) await traceSql();
  return { flush: () => provider.forceFlush().catch(() => {}) };
}

async function otlpProcessor(endpoint: string): Promise<SpanProcessor> {
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  return new BatchSpanProcessor(new OTLPTraceExporter({ url, timeoutMillis: 5000 }), { scheduledDelayMillis: 500 });
}

/** Only below a span of ours: the polls of relay and broker are not worth a trace. */
async function traceSql(): Promise<void> {
  const { PgInstrumentation } = await import('@opentelemetry/instrumentation-pg');
  new PgInstrumentation({ requireParentSpan: true }).enable();
}

type SpanOptions = { readonly kind: SpanKind; readonly parent?: Context; readonly attributes?: Record<string, string> };

/** Runs the work in a span; what it throws marks the span and goes on. */
export async function inSpan<T>(
  name: string,
  { kind, parent, attributes = {} }: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const span = trace.getTracer('chassis').startSpan(name, { kind, attributes }, parent ?? context.active());
  try {
    return await context.with(trace.setSpan(parent ?? context.active(), span), () => work(span));
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
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
