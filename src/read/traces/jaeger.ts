import type { TraceSpan } from '../../model/trace.ts';
import { itemsIn, needed, numberIn, objectIn, textIn, type Json, type Placed } from './json.ts';

/** Jaeger's JSON: what its API and the download of its page give. */
export const jaegerSpans = (body: Json, at: string, mistakes: string[]): readonly TraceSpan[] =>
  itemsIn(body, 'data', at, mistakes).flatMap((trace) => {
    const processes = objectIn(trace.value, 'processes');
    return itemsIn(trace.value, 'spans', trace.at, mistakes).flatMap((span) => spanOf(span, processes, mistakes));
  });

function spanOf({ value, at }: Placed, processes: Json, mistakes: string[]): readonly TraceSpan[] {
  const trace = needed(value, 'traceID', at, mistakes);
  const id = needed(value, 'spanID', at, mistakes);
  const duration = numberIn(value, 'duration');
  if (duration === undefined) mistakes.push(`${at}: duration is no number of microseconds`);
  if (trace === undefined || id === undefined || duration === undefined) return [];
  const process = objectIn(processes, textIn(value, 'processID') ?? '');
  const own = objectIn(value, 'process');
  const references = itemsIn(value, 'references', at, mistakes).map((one) => one.value);
  const parent =
    textIn(references.find((one) => one['refType'] === 'CHILD_OF') ?? {}, 'spanID') ?? textIn(value, 'parentSpanID');
  const attributes = tagsOf(value, at, mistakes);
  return [
    {
      trace,
      id,
      ...(parent === undefined ? {} : { parent }),
      links: references
        .filter((one) => one['refType'] === 'FOLLOWS_FROM')
        .flatMap((one) => textIn(one, 'spanID') ?? []),
      service: textIn(process, 'serviceName') ?? textIn(own, 'serviceName') ?? 'unknown',
      name: textIn(value, 'operationName') ?? '',
      kind: kindOf(attributes.get('span.kind')),
      duration: duration / 1000,
      failed: attributes.get('error') === 'true' || attributes.get('otel.status_code') === 'ERROR',
      attributes,
    },
  ];
}

const kinds = ['server', 'client', 'producer', 'consumer'] as const;
const kindOf = (word: string | undefined): TraceSpan['kind'] => kinds.find((kind) => kind === word) ?? 'internal';

const tagsOf = (span: Json, at: string, mistakes: string[]): ReadonlyMap<string, string> =>
  new Map(
    itemsIn(span, 'tags', at, mistakes).flatMap(({ value }) => {
      const key = textIn(value, 'key');
      return key === undefined ? [] : [[key, String(value['value'])] as const];
    }),
  );
