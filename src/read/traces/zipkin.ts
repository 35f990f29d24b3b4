import { own } from '../../model/own.ts';
import type { TraceSpan } from '../../model/trace.ts';
import { needed, numberIn, objectIn, textIn, type Json, type Placed } from './json.ts';

/** Zipkin's JSON, version 2: a list of spans, or of traces that are lists of spans. */
export const zipkinSpans = (spans: readonly Placed[], mistakes: string[]): readonly TraceSpan[] =>
  shared(spans.flatMap((span) => spanOf(span, mistakes)));

const kinds: Readonly<Record<string, TraceSpan['kind']>> = {
  CLIENT: 'client',
  SERVER: 'server',
  PRODUCER: 'producer',
  CONSUMER: 'consumer',
};

function spanOf({ value, at }: Placed, mistakes: string[]): readonly TraceSpan[] {
  const trace = needed(value, 'traceId', at, mistakes);
  const id = needed(value, 'id', at, mistakes);
  if (trace === undefined || id === undefined) return [];
  const parent = textIn(value, 'parentId');
  const tags = tagsOf(objectIn(value, 'tags'));
  const peer = textIn(objectIn(value, 'remoteEndpoint'), 'serviceName');
  return [
    {
      trace,
      id,
      ...(parent === undefined ? {} : { parent }),
      links: [],
      service: textIn(objectIn(value, 'localEndpoint'), 'serviceName') ?? 'unknown',
      name: textIn(value, 'name') ?? '',
      kind: own(kinds, textIn(value, 'kind') ?? '') ?? 'internal',
      duration: (numberIn(value, 'duration') ?? 0) / 1000,
      failed: tags.has('error'),
      attributes: peer === undefined ? tags : new Map([['peer.service', peer], ...tags]),
    },
  ];
}

const tagsOf = (tags: Json): ReadonlyMap<string, string> =>
  new Map(Object.entries(tags).map(([key, value]) => [key, String(value)]));

/** Both sides of a call may share one id (B3): then the server's side is the child of the client's. */
function shared(spans: readonly TraceSpan[]): readonly TraceSpan[] {
  const clients = new Set(
    spans.filter(({ kind }) => kind === 'client' || kind === 'producer').map(({ trace, id }) => `${trace} ${id}`),
  );
  return spans.map((span) => {
    const isServed = (span.kind === 'server' || span.kind === 'consumer') && clients.has(`${span.trace} ${span.id}`);
    return isServed ? { ...span, id: `${span.id} server`, parent: span.id } : span;
  });
}
