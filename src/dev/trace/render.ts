import type { LogStyle } from '../log/render.ts';
import type { Span } from './span.ts';
import type { TraceSummary } from './store.ts';
import { treesOf, type TraceNode } from './tree.ts';

/** A trace as a tree: who, what, how long, and how long after the beginning. */
export function renderTrace(
  id: string,
  spans: readonly Span[],
  options: { readonly style: LogStyle; readonly all: boolean },
): string {
  const { style } = options;
  const start = Math.min(...spans.map((span) => span.start));
  const end = Math.max(...spans.map((span) => span.end));
  const services = new Set(spans.map((span) => span.service)).size;
  const facts = [
    new Date(start).toTimeString().slice(0, 8),
    milliseconds(end - start),
    plural(services, 'service'),
    plural(spans.length, 'span'),
  ];
  const rows = treesOf(spans, !options.all).flatMap((tree) => rowsOf(tree, { first: '', rest: '' }));
  const width = Math.max(...rows.map((row) => row.label.length));
  const body = rows.map((row) => renderRow(row, width, { start, style })).join('');
  return ` ${style.colors.bold(`trace ${id}`)}   ${style.colors.dim(facts.join(' · '))}\n${body}`;
}

/** What traces are kept, newest first. */
export function renderTraceList(traces: readonly TraceSummary[], style: LogStyle): string {
  if (traces.length === 0) return ' No trace yet: place a call, and look again a second later.\n';
  const width = Math.max(...traces.map((trace) => trace.name.length));
  return traces
    .map((trace) => {
      const at = style.colors.dim(new Date(trace.start).toTimeString().slice(0, 8));
      const mark = trace.failed ? style.colors.red(' ✖') : '';
      const took = milliseconds(trace.ms).padStart(9);
      return ` ${trace.id.slice(0, 8)}  ${at}  ${trace.name.padEnd(width)} ${took}   ${trace.services.join(', ')}${mark}\n`;
    })
    .join('');
}

type Row = { readonly node: TraceNode; readonly label: string };

function rowsOf(node: TraceNode, indent: { readonly first: string; readonly rest: string }): readonly Row[] {
  const below = node.children.flatMap((child, index) => {
    const last = index === node.children.length - 1;
    return rowsOf(child, { first: `${indent.rest}${last ? '└ ' : '├ '}`, rest: `${indent.rest}${last ? '  ' : '│ '}` });
  });
  return [{ node, label: `${indent.first}${node.span.name}` }, ...below];
}

function renderRow(
  { node, label }: Row,
  width: number,
  at: { readonly start: number; readonly style: LogStyle },
): string {
  const { span, queries } = node;
  const { colors, nameWidth, paint } = at.style;
  const after = `+${milliseconds(span.start - at.start)}`.padStart(10);
  const sql = queries.count > 0 ? `   ${plural(queries.count, 'query', 'queries')} ${milliseconds(queries.ms)}` : '';
  const failed = span.failed === undefined ? '' : `   ${colors.red(`✖ ${span.failed}`)}`;
  const took = milliseconds(span.end - span.start).padStart(9);
  const who = paint(span.service)(span.service.padEnd(nameWidth));
  return ` ${who} ${label.padEnd(width)} ${took} ${colors.dim(after + sql)}${failed}\n`;
}

const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
