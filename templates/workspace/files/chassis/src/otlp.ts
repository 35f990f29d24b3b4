import { BatchSpanProcessor, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { ProcessSettings } from './config.ts';

/** By the names that OpenTelemetry gives them. */
export type OtlpProtocol = ProcessSettings['OTEL_EXPORTER_OTLP_PROTOCOL'];
/** `endpoint` is where the collector is, without a path: `http://collector:4318`, for gRPC `http://collector:4317`. */
export type OtlpTarget = { readonly endpoint: string; readonly protocol: OtlpProtocol };

const timeoutMillis = 5000;

/** Sends spans to a collector, twice a second and many at once. */
export async function otlpProcessor(target: OtlpTarget): Promise<SpanProcessor> {
  return new BatchSpanProcessor(await exporterTo(target), { scheduledDelayMillis: 500 });
}

/** Loads what the protocol takes, and nothing else. */
async function exporterTo({ endpoint, protocol }: OtlpTarget): Promise<SpanExporter> {
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  if (protocol === 'http/json') {
    const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
    return new OTLPTraceExporter({ url, timeoutMillis });
  }
  if (protocol === 'http/protobuf') {
    const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto');
    return new OTLPTraceExporter({ url, timeoutMillis });
  }
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-grpc');
  return new OTLPTraceExporter({ url: endpoint, timeoutMillis });
}
