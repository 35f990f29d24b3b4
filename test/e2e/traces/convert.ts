import type { RecordedSpan, Recording } from '../../demo/recording.ts';

const kinds = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'] as const;

type Told = RecordedSpan & { readonly service: string };
const spansOf = (recordings: readonly Recording[]): readonly Told[] =>
  recordings.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ resource, scopeSpans }) => {
      const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
      return scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, service })));
    }),
  );

const microseconds = (nanoseconds: string): bigint => BigInt(nanoseconds) / 1000n;
const durationOf = (span: Told): number =>
  Number((BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1000n);
const tagsOf = ({ attributes = [] }: Told): readonly (readonly [string, string])[] =>
  attributes.map(({ key, value }) => [key, value.stringValue ?? ''] as const);
const hasFailed = ({ status }: Told): boolean => status?.code === 2;

/** What Jaeger's API answers with for spans that came as OTLP. */
export function asJaeger(recordings: readonly Recording[]): string {
  const traces = Map.groupBy(spansOf(recordings), ({ traceId }) => traceId);
  return JSON.stringify({
    data: [...traces].map(([traceID, spans]) => {
      const services = [...new Set(spans.map(({ service }) => service))];
      return {
        traceID,
        spans: spans.map((span) => ({
          traceID,
          spanID: span.spanId,
          operationName: span.name,
          references: [
            ...(span.parentSpanId ? [{ refType: 'CHILD_OF', traceID, spanID: span.parentSpanId }] : []),
            ...(span.links ?? []).map((link) => ({ refType: 'FOLLOWS_FROM', traceID: link.traceId, spanID: link.spanId })),
          ],
          startTime: Number(microseconds(span.startTimeUnixNano)),
          duration: durationOf(span),
          tags: [
            ...tagsOf(span).map(([key, value]) => ({ key, type: 'string', value })),
            { key: 'span.kind', type: 'string', value: kinds[span.kind] },
            ...(hasFailed(span) ? [{ key: 'error', type: 'bool', value: true }, { key: 'otel.status_code', type: 'string', value: 'ERROR' }] : []),
          ],
          processID: `p${services.indexOf(span.service)}`,
        })),
        processes: Object.fromEntries(services.map((serviceName, index) => [`p${index}`, { serviceName, tags: [] }])),
      };
    }),
  });
} // prettier-ignore

/** What Zipkin's API answers with for the same: a list of spans for each trace; links have no place there. */
export function asZipkin(recordings: readonly Recording[]): string {
  const traces = Map.groupBy(spansOf(recordings), ({ traceId }) => traceId);
  return JSON.stringify(
    [...traces.values()].map((spans) =>
      spans.map((span) => ({
        traceId: span.traceId,
        id: span.spanId,
        ...(span.parentSpanId ? { parentId: span.parentSpanId } : {}),
        name: span.name,
        ...(span.kind > 1 ? { kind: kinds[span.kind]?.toUpperCase() } : {}),
        timestamp: Number(microseconds(span.startTimeUnixNano)),
        duration: durationOf(span),
        localEndpoint: { serviceName: span.service },
        tags: Object.fromEntries([...tagsOf(span), ...(hasFailed(span) ? [['error', 'true'] as const] : [])]),
      })),
    ),
  );
}
