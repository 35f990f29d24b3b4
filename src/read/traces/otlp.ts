import type { TraceSpan } from '../../model/trace.ts';
import { itemsIn, needed, objectIn, textIn, type Json, type Placed } from './json.ts';

const kinds = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'] as const;

/** OTLP in JSON: ExportTraceServiceRequest of opentelemetry-proto, as exporters and collectors write it. */
export const otlpSpans = (body: Json, at: string, mistakes: string[]): readonly TraceSpan[] =>
  itemsIn(body, 'resourceSpans', at, mistakes).flatMap((resource) => {
    const attributes = attributesOf(objectIn(resource.value, 'resource'));
    const service = attributes.get('service.name') ?? 'unknown';
    // `instrumentationLibrarySpans` is what it was called before 2022.
    const scopes = ['scopeSpans', 'instrumentationLibrarySpans'].flatMap((key) =>
      itemsIn(resource.value, key, resource.at, mistakes),
    );
    return scopes.flatMap((scope) =>
      itemsIn(scope.value, 'spans', scope.at, mistakes).flatMap((span) => spanOf(span, service, mistakes)),
    );
  });

function spanOf({ value, at }: Placed, service: string, mistakes: string[]): readonly TraceSpan[] {
  const trace = needed(value, 'traceId', at, mistakes);
  const id = needed(value, 'spanId', at, mistakes);
  const duration = durationOf(value);
  if (duration === undefined) mistakes.push(`${at}: startTimeUnixNano and endTimeUnixNano are no times`);
  if (trace === undefined || id === undefined || duration === undefined) return [];
  const parent = textIn(value, 'parentSpanId');
  return [
    {
      trace: trace.toLowerCase(),
      id: id.toLowerCase(),
      ...(parent === undefined ? {} : { parent: parent.toLowerCase() }),
      links: itemsIn(value, 'links', at, mistakes).flatMap((link) => textIn(link.value, 'spanId')?.toLowerCase() ?? []),
      service,
      name: textIn(value, 'name') ?? '',
      kind: kindOf(value['kind']),
      duration,
      failed: ['2', 'STATUS_CODE_ERROR'].includes(textIn(objectIn(value, 'status'), 'code') ?? ''),
      attributes: attributesOf(value),
    },
  ];
}

const kindOf = (kind: unknown): TraceSpan['kind'] => {
  const word = String(kind).replace('SPAN_KIND_', '').toLowerCase();
  return kinds[Number(kind)] ?? kinds.find((one) => one === word) ?? 'internal';
};

function durationOf(span: Json): number | undefined {
  try {
    const nanoseconds = BigInt(String(span['endTimeUnixNano'])) - BigInt(String(span['startTimeUnixNano']));
    return nanoseconds < 0n ? undefined : Number(nanoseconds / 1000n) / 1000;
  } catch {
    return undefined;
  }
}

function attributesOf(owner: Json): ReadonlyMap<string, string> {
  return new Map(
    itemsIn(owner, 'attributes', '', []).flatMap(({ value }) => {
      const key = textIn(value, 'key');
      const said = objectIn(value, 'value');
      const text = textIn(said, 'stringValue') ?? textIn(said, 'intValue') ?? textIn(said, 'doubleValue');
      return key === undefined || text === undefined ? [] : [[key, text] as const];
    }),
  );
}
