import type { Span } from './span.ts';

/** A span with what it caused. Queries are counted at the span that made them, not shown one by one. */
export type TraceNode = {
  readonly span: Span;
  readonly children: readonly TraceNode[];
  readonly queries: { readonly count: number; readonly ms: number };
};

/** Joins spans to trees; a span whose parent never arrived is a root. */
export function treesOf(spans: readonly Span[], foldQueries = true): readonly TraceNode[] {
  const ids = new Set(spans.map((span) => span.spanId));
  const byParent = Map.groupBy(spans, (span) => (span.parentId && ids.has(span.parentId) ? span.parentId : ''));
  return (byParent.get('') ?? []).map((root) => nodeOf(root, byParent, foldQueries));
}

function nodeOf(span: Span, byParent: ReadonlyMap<string, readonly Span[]>, fold: boolean): TraceNode {
  const below = (byParent.get(span.spanId) ?? []).toSorted((a, b) => a.start - b.start);
  const isFolded = (child: Span): boolean => fold && child.sql !== undefined && !byParent.has(child.spanId);
  const queries = below.filter(isFolded);
  return {
    span,
    children: below.filter((child) => !isFolded(child)).map((child) => nodeOf(child, byParent, fold)),
    queries: {
      count: queries.filter(isQuery).length,
      ms: queries.reduce((sum, query) => sum + query.end - query.start, 0),
    },
  };
}

/** Waiting for a connection takes time, and is no query. */
const isQuery = (span: Span): boolean => !span.name.endsWith('connect');
