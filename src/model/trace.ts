/** One span of a recorded trace, whatever format it came in. */
export type TraceSpan = {
  readonly trace: string;
  readonly id: string;
  readonly parent?: string;
  /** Spans that caused it without waiting for it. */
  readonly links: readonly string[];
  readonly service: string;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** Milliseconds. */
  readonly duration: number;
  readonly failed: boolean;
  /** Attributes by name, as texts. */
  readonly attributes: ReadonlyMap<string, string>;
};
/** A trace file as it was read. Mistakes name the place: `resourceSpans[2].scopeSpans[0].spans[4]: has no traceId`. */
export type TraceFile = {
  readonly format: 'otlp' | 'jaeger' | 'zipkin';
  readonly spans: readonly TraceSpan[];
  readonly mistakes: readonly string[];
};
