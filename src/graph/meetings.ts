import { mask } from '../model/mask.ts';
import type { TraceSpan } from '../model/trace.ts';
import type { LineKind, View } from './types.ts';
import { idOfService } from './views/parts.ts';

/** One call, message or query that was seen, between nodes of a view. */
export type Meeting = {
  readonly from: string;
  readonly to: string;
  readonly kind: LineKind;
  readonly name: string;
  /** Milliseconds; undefined where only its effect was seen. */
  readonly duration?: number;
  readonly failed: boolean;
  /** Meetings with the same text are one, seen from several places. */
  readonly once?: string;
};

type Around = {
  readonly byId: ReadonlyMap<string, TraceSpan>;
  readonly children: ReadonlyMap<string, readonly TraceSpan[]>;
  readonly serviceId: (name: string) => string;
  readonly isService: (name: string) => boolean;
  readonly channelId: (name: string) => string | undefined;
  readonly storeId: (service: string, engine: string, name: string | undefined) => string | undefined;
};

/** Who asked whom, told whom and kept what where, span by span. */
export function meetingsIn(view: View, spans: readonly TraceSpan[]): readonly Meeting[] {
  const around = aroundOf(view, spans);
  const all = spans.flatMap((span) => [...arrival(span, around), ...departure(span, around), ...message(span, around)]);
  const told = new Set<string>();
  return all.filter(({ once }) => once === undefined || (!told.has(once) && told.add(once)));
}

const keyOf = ({ trace }: TraceSpan, id: string): string => `${trace} ${id}`;

function aroundOf(view: View, spans: readonly TraceSpan[]): Around {
  const services = new Map(
    view.nodes.flatMap(({ id, name }) => (id === idOfService(name) ? [[plainName(name), id] as const] : [])),
  );
  const channels = new Map(
    view.nodes.flatMap(({ id, kind, name }) => (kind === 'channel' ? [[name, id] as const] : [])),
  );
  return {
    byId: new Map(spans.map((span) => [keyOf(span, span.id), span])),
    children: Map.groupBy(spans, (span) => keyOf(span, span.parent ?? '')),
    serviceId: (name) => services.get(plainName(name)) ?? idOfService(mask(name)),
    isService: (name) => services.has(plainName(name)),
    channelId: (name) => channels.get(name),
    storeId: (service, engine, name) => {
      const own = view.lines.filter(({ from, kind }) => kind === 'data' && from === service).map(({ to }) => to);
      const alike = own.filter((id) => id.startsWith(`store:${engines[engine] ?? engine}`));
      const exact = name === undefined ? undefined : alike.find((id) => id.endsWith(`/${name}`));
      return exact ?? (alike.length === 1 ? alike[0] : undefined);
    },
  };
}

/** `db.system` of OpenTelemetry, where ids of stores say it otherwise. */
const engines: Readonly<Record<string, string>> = {
  postgresql: 'postgres',
  mongodb: 'mongo',
  mariadb: 'mysql',
  mssql: 'sqlserver',
  'microsoft.sql_server': 'sqlserver',
};

/** A request that another service sent. The time is what the caller waited, where that was recorded. */
function arrival(span: TraceSpan, around: Around): readonly Meeting[] {
  if (span.kind !== 'server') return [];
  const caller = around.byId.get(keyOf(span, span.parent ?? ''));
  if (!caller || around.serviceId(caller.service) === around.serviceId(span.service)) return [];
  const { duration, failed } = caller.kind === 'client' ? caller : span;
  return [
    {
      from: around.serviceId(caller.service),
      to: around.serviceId(span.service),
      kind: 'sync',
      name: mask(span.name),
      duration,
      failed: failed || span.failed,
    },
  ];
}

/** A query, or a request whose other end records nothing. */
function departure(span: TraceSpan, around: Around): readonly Meeting[] {
  if (span.kind !== 'client') return [];
  const { attributes, duration, failed } = span;
  const from = around.serviceId(span.service);
  const engine = attributes.get('db.system.name') ?? attributes.get('db.system');
  if (engine !== undefined) {
    const to = around.storeId(from, engine, attributes.get('db.namespace') ?? attributes.get('db.name'));
    return to === undefined ? [] : [{ from, to, kind: 'data', name: mask(span.name), duration, failed }];
  }
  const isAnswered = (around.children.get(keyOf(span, span.id)) ?? []).some((child) => child.service !== span.service);
  const peer = attributes.get('peer.service') ?? attributes.get('server.address') ?? attributes.get('net.peer.name');
  const isNamed = attributes.has('peer.service') || (peer !== undefined && around.isService(peer));
  if (isAnswered || peer === undefined || !isNamed || around.serviceId(peer) === from) return [];
  return [{ from, to: around.serviceId(peer), kind: 'sync', name: mask(span.name), duration, failed }];
}

/** A message that was published or worked on. Where its channel is not on the map, whom it reached counts. */
function message(span: TraceSpan, around: Around): readonly Meeting[] {
  if (span.kind !== 'producer' && span.kind !== 'consumer') return [];
  const { attributes, duration, failed } = span;
  const own = around.serviceId(span.service);
  const said =
    attributes.get('messaging.destination.name') ??
    attributes.get('messaging.destination') ??
    span.name.split(' ').find((word) => around.channelId(word) !== undefined);
  const channel = said === undefined ? undefined : around.channelId(said);
  const about = { kind: 'async' as const, name: mask(said ?? span.name), duration, failed };
  if (span.kind === 'producer') return channel === undefined ? [] : [{ ...about, from: own, to: channel }];
  const causes = [span.parent ?? '', ...span.links].flatMap((id) => around.byId.get(keyOf(span, id)) ?? []);
  const senders = causes.filter(({ service }) => around.serviceId(service) !== own);
  if (channel === undefined)
    return senders.map(({ service }) => ({ ...about, from: around.serviceId(service), to: own }));
  return [{ ...about, from: channel, to: own }, ...senders.flatMap((sender) => sent(sender, span, channel, around))];
}

/** An outbox's relay records nothing, so of what was worked on the cause has published; once, however many listen. */
function sent(sender: TraceSpan, span: TraceSpan, channel: string, { serviceId }: Around): readonly Meeting[] {
  if (sender.kind === 'producer') return [];
  const { attributes, trace } = span;
  const message = attributes.get('messaging.message.id') ?? `${trace} ${sender.id}`;
  const [from, name] = [serviceId(sender.service), mask(channel.slice(channel.lastIndexOf(':') + 1))];
  return [{ from, to: channel, kind: 'async', name, failed: false, once: `${from} > ${channel} ${message}` }];
}

/** `Order-Service` and `orderservice` are one. */
export const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/(?<=.)(?:service|svc)$/, '');
