import type { Span } from './span.ts';

export type TraceSummary = {
  readonly id: string;
  readonly name: string;
  readonly services: readonly string[];
  readonly spans: number;
  readonly start: number;
  readonly ms: number;
  readonly failed: boolean;
};

export type TraceStore = {
  readonly add: (spans: readonly Span[]) => void;
  /** Newest first. */
  readonly list: () => readonly TraceSummary[];
  /** The traces whose id begins like this, with their spans by start. */
  readonly find: (prefix: string) => readonly { readonly id: string; readonly spans: readonly Span[] }[];
};

/** Keeps the traces that were last added to, in memory and bounded: the oldest goes first. */
export function createTraceStore(maxTraces = 5000, maxSpans = 1000): TraceStore {
  const traces = new Map<string, Span[]>();
  const addOne = (span: Span): void => {
    const spans = traces.get(span.traceId) ?? [];
    traces.delete(span.traceId);
    traces.set(span.traceId, spans); // last in the map is the newest
    if (spans.length < maxSpans) spans.push(span);
    const oldest = traces.keys().next();
    if (traces.size > maxTraces && !oldest.done) traces.delete(oldest.value);
  };
  const sorted = (spans: readonly Span[]): readonly Span[] => spans.toSorted((a, b) => a.start - b.start);
  return {
    add: (spans) => spans.forEach(addOne),
    list: () => [...traces].map(([id, spans]) => summaryOf(id, sorted(spans))).sort((a, b) => b.start - a.start),
    find: (prefix) =>
      [...traces].filter(([id]) => id.startsWith(prefix)).map(([id, spans]) => ({ id, spans: sorted(spans) })),
  };
}

function summaryOf(id: string, spans: readonly Span[]): TraceSummary {
  const start = Math.min(...spans.map((span) => span.start));
  const end = Math.max(...spans.map((span) => span.end));
  const root = spans.find((span) => span.parentId === undefined) ?? spans[0];
  return {
    id,
    name: root?.name ?? '',
    services: [...new Set(spans.map((span) => span.service))],
    spans: spans.length,
    start,
    ms: end - start,
    failed: spans.some((span) => span.failed !== undefined),
  };
}
