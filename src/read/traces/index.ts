import type { TraceFile } from '../../model/trace.ts';
import { isObject, type Json, type Placed } from './json.ts';
import { jaegerSpans } from './jaeger.ts';
import { otlpSpans } from './otlp.ts';
import { zipkinSpans } from './zipkin.ts';

/** Reads a trace file, whichever of the three formats it is in; also one JSON value for each line, as collectors write. */
export function readTraces(text: string): TraceFile {
  const mistakes: string[] = [];
  const bodies = bodiesIn(text, mistakes);
  const list = bodies.flatMap(({ value, at }): readonly Placed[] =>
    Array.isArray(value) ? value.flatMap((item, index) => spansIn(item, `${at}[${index}]`)) : [],
  );
  if (list.length > 0) return { format: 'zipkin', spans: zipkinSpans(list, mistakes), mistakes };
  const objects = bodies.flatMap(({ value, at }): readonly Placed[] => (isObject(value) ? [{ value, at }] : []));
  if (objects.some(({ value }) => 'resourceSpans' in value))
    return { format: 'otlp', spans: objects.flatMap(({ value, at }) => otlpSpans(value, at, mistakes)), mistakes };
  if (objects.some(({ value }) => 'data' in value))
    return { format: 'jaeger', spans: objects.flatMap(({ value, at }) => jaegerSpans(value, at, mistakes)), mistakes };
  if (mistakes.length === 0)
    mistakes.push('it has neither resourceSpans (OTLP) nor data (Jaeger), and is no list of spans (Zipkin)');
  return { format: 'otlp', spans: [], mistakes };
}

/** Zipkin's API answers with traces, a list of spans each. */
const spansIn = (item: unknown, at: string): readonly Placed[] =>
  Array.isArray(item)
    ? item.flatMap((span: unknown, index): readonly Placed[] =>
        isObject(span) ? [{ value: span, at: `${at}[${index}]` }] : [],
      )
    : isObject(item)
      ? [{ value: item, at }]
      : [];

type Body = { readonly value: unknown; readonly at: string };

function bodiesIn(text: string, mistakes: string[]): readonly Body[] {
  const whole = parsed(text);
  if ('value' in whole) return [{ value: whole.value, at: '' }];
  const lines = text
    .split('\n')
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '');
  const bodies = lines.map(({ line, number }) => ({ ...parsed(line), number }));
  if (lines.length < 2 || bodies.every((body) => 'why' in body)) {
    mistakes.push(whole.why);
    return [];
  }
  return bodies.flatMap((body): readonly Body[] => {
    if ('value' in body) return [{ value: body.value, at: `line ${body.number}` }];
    mistakes.push(`line ${body.number}: ${body.why}`);
    return [];
  });
}

function parsed(text: string): { readonly value: Json | readonly unknown[] | unknown } | { readonly why: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { why: error instanceof Error ? error.message : 'it is no JSON' };
  }
}
