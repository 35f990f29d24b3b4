/** One span, as far as `msvc trace` shows it. Times are milliseconds since 1970, with fractions. */
export type Span = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | undefined;
  readonly name: string;
  readonly service: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly start: number;
  readonly end: number;
  /** The statement's own words where the span is a query. */
  readonly sql: string | undefined;
  /** Why it failed; undefined when it did not. */
  readonly failed: string | undefined;
};

const kinds = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'] as const;

type Json = { readonly [key: string]: unknown };

/** Reads an OTLP/HTTP JSON body (opentelemetry-proto, ExportTraceServiceRequest); what is malformed is left out. */
export function readSpans(body: unknown): readonly Span[] {
  return listIn(body, 'resourceSpans').flatMap((resource) => {
    const service = attributeOf(objectIn(resource, 'resource'), 'service.name') ?? 'unknown';
    return listIn(resource, 'scopeSpans').flatMap((scope) =>
      listIn(scope, 'spans').flatMap((span) => readSpan(span, service)),
    );
  });
}

function readSpan(span: Json, service: string): readonly Span[] {
  const [traceId, spanId] = [textIn(span, 'traceId'), textIn(span, 'spanId')];
  if (!traceId || !spanId) return [];
  const status = objectIn(span, 'status');
  return [
    {
      traceId: traceId.toLowerCase(),
      spanId,
      parentId: textIn(span, 'parentSpanId') || undefined,
      name: textIn(span, 'name') ?? '',
      service,
      kind: kinds[Number(span['kind'])] ?? 'internal',
      start: millisecondsOf(span['startTimeUnixNano']),
      end: millisecondsOf(span['endTimeUnixNano']),
      sql: attributeOf(span, 'db.query.text') ?? attributeOf(span, 'db.statement') ?? sqlName(span),
      failed: status['code'] === 2 ? (textIn(status, 'message') ?? 'failed') : undefined,
    },
  ];
}

/** A span of a database client without its text, as for taking a connection. */
function sqlName(span: Json): string | undefined {
  const system = attributeOf(span, 'db.system.name') ?? attributeOf(span, 'db.system');
  return system === undefined ? undefined : (textIn(span, 'name') ?? '');
}

function millisecondsOf(nanoseconds: unknown): number {
  try {
    return Number(BigInt(String(nanoseconds)) / 1000n) / 1000;
  } catch {
    return 0;
  }
}

function attributeOf(owner: Json, key: string): string | undefined {
  const found = listIn(owner, 'attributes').find((entry) => entry['key'] === key);
  return found && textIn(objectIn(found, 'value'), 'stringValue');
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

function listIn(owner: unknown, key: string): readonly Json[] {
  const value = isObject(owner) ? owner[key] : undefined;
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function objectIn(owner: Json, key: string): Json {
  const value = owner[key];
  return isObject(value) ? value : {};
}

function textIn(owner: Json, key: string): string | undefined {
  const value = owner[key];
  return typeof value === 'string' ? value : undefined;
}
