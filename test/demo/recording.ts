// OTLP in JSON as services export it, and as much of it as is kept.

export type Attribute = { readonly key: string; readonly value: { readonly stringValue?: string } };
export type RecordedSpan = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: readonly Attribute[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status?: { readonly code?: number };
};
export type Recording = {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly RecordedSpan[] }[];
  }[];
};

/** What a map needs of it, and nothing of the machine: no process, no host, no statement, no address. */
export function keepable(bodies: readonly Recording[]): readonly Recording[] {
  const spans = bodies.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ resource, scopeSpans }) =>
      scopeSpans.flatMap((scope) => scope.spans).map((span) => ({ span, service: serviceOf(resource.attributes) })),
    ),
  );
  const services = Map.groupBy(spans, ({ service }) => service);
  return [...services].toSorted().map(([service, own]) => ({
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
        scopeSpans: [{ spans: own.map(({ span }) => spanOf(span)) }],
      },
    ],
  }));
}

const serviceOf = (attributes: readonly Attribute[]): string =>
  attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';

const told =
  /^(db\.(system|name|namespace)|messaging\.|rpc\.(system|service|method)|http\.(route|request\.method)|peer\.)/;

const spanOf = ({ traceId, spanId, parentSpanId, name, kind, startTimeUnixNano, endTimeUnixNano, ...rest }: RecordedSpan) => ({
  traceId, spanId, ...(parentSpanId ? { parentSpanId } : {}), name, kind, startTimeUnixNano, endTimeUnixNano,
  attributes: (rest.attributes ?? []).filter(({ key }) => told.test(key)),
  ...(rest.links?.length ? { links: rest.links.map(({ traceId, spanId }) => ({ traceId, spanId })) } : {}),
  ...(rest.status?.code ? { status: { code: rest.status.code } } : {}),
}); // prettier-ignore
