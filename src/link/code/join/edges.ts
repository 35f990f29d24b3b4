import type { Evidence } from '../../../model/evidence.ts';
import { comparePlaces } from '../../../model/evidence.ts';
import type { Edge, ServiceName } from '../../../model/model.ts';
import type { Deed } from '../types.ts';
import type { Board } from './board.ts';
import type { Published } from './channels.ts';
import { arrives } from './arrival.ts';
import { channelIdOf } from './channels.ts';
import type { Reaching } from './effects.ts';
import type { Offered } from './operations.ts';

const MOST_EVIDENCE = 12;

export type Sketch = Omit<Edge, 'evidence'> & { readonly evidence: readonly Evidence[] };

const placeOf = (deed: Deed): Evidence => deed.trail[deed.trail.length - 1] ?? deed.trail[0];

const syncOf = (board: Board, service: ServiceName, reaching: Reaching): readonly Sketch[] =>
  board.deedsOf(service).flatMap((deed): readonly Sketch[] => {
    const { what } = deed;
    if (what.kind !== 'call') return [];
    return reaching(deed, service).reaches.flatMap((reach) =>
      reach.to === service
        ? []
        : [
            {
              from: service,
              to: reach.to,
              kind: 'sync',
              protocol: what.protocol,
              operation: reach.operation,
              basis: reach.basis,
              evidence: [{ ...placeOf(deed), note: what.label }, ...reach.evidence],
            },
          ],
    );
  });

/** Queues of jobs, each of which goes to one of those who take them. */
const SHARED = new Set(['bull', 'agenda', 'pg-boss', 'graphile', 'sqs', 'temporal']);

/** Who takes which jobs where. */
const workOf = (service: ServiceName, { channel, evidence: { file, line, column } }: Offered['handler']): string =>
  [service, file, line, column, ...(channel?.names ?? [])].join('\n');

const asyncOf = (board: Board, published: readonly Published[], consumers: readonly Offered[]): readonly Sketch[] => {
  const works = new Set(consumers.map(({ service, handler }) => workOf(service, handler)));
  // A library may bring a queue with its worker along: whoever loads it can do its own jobs, and waits for nobody.
  // Where it takes from a queue that its user names, each has its own.
  const isPeer = (service: ServiceName, { handler }: Offered): boolean =>
    SHARED.has(handler.protocol) && works.has(workOf(service, handler));
  return published.flatMap(({ service, deed, evidence }) =>
    consumers.flatMap((consumer): readonly Sketch[] => {
      if (consumer.service === service || isPeer(service, consumer) || !arrives(board, deed, consumer)) return [];
      const operation = channelIdOf(deed) ?? deed.label;
      const protocol = deed.protocol === 'any' ? consumer.handler.protocol : deed.protocol;
      return [
        {
          from: service,
          to: consumer.service,
          kind: 'async',
          protocol,
          operation,
          basis: 'inferred',
          evidence: [evidence, consumer.handler.evidence],
        },
      ];
    }),
  );
};

const routed = (board: Board): readonly Sketch[] =>
  board.routes.flatMap((route): readonly Sketch[] => {
    if (route.gateway === undefined || route.gateway === route.to) return [];
    const at: Evidence = {
      file: route.file,
      line: route.fact.at[0],
      column: route.fact.at[1],
      basis: 'declared',
      note: `${route.path} → ${route.fact.target}`,
    };
    return [
      {
        from: route.gateway,
        to: route.to,
        kind: 'sync',
        protocol: 'http',
        operation: `ANY ${route.path}`,
        basis: 'declared',
        evidence: [at],
      },
    ];
  });

const keyOf = (edge: Sketch): string => [edge.from, edge.to, edge.kind, edge.protocol, edge.operation ?? ''].join('\n');

/** One edge for each kind, protocol and operation between two services, with all its places. */
export const merged = (sketches: readonly Sketch[]): readonly Edge[] => {
  const byKey = new Map<string, { readonly edge: Sketch; readonly evidence: Map<string, Evidence> }>();
  for (const sketch of sketches) {
    const known = byKey.get(keyOf(sketch)) ?? { edge: sketch, evidence: new Map<string, Evidence>() };
    byKey.set(keyOf(sketch), known);
    for (const place of sketch.evidence) known.evidence.set(`${place.file}:${place.line}`, place);
  }
  return [...byKey.values()]
    .flatMap(({ edge, evidence }) => {
      const [first, ...rest] = evidence.values();
      return first
        ? [{ ...edge, evidence: [first, ...rest.slice(0, MOST_EVIDENCE).toSorted(comparePlaces)] as const }]
        : [];
    })
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
};

/** The edges that code and gateway routes make. */
export const edgesOf = (
  board: Board,
  published: readonly Published[],
  consumers: readonly Offered[],
  reaching: Reaching,
): readonly Sketch[] => [
  ...board.services.flatMap((service) => syncOf(board, service.name, reaching)),
  ...asyncOf(board, published, consumers),
  ...routed(board),
];
