import type { Evidence } from '../../../model/evidence.ts';
import type { FactOf } from '../../../model/fact.ts';
import type { ServiceName } from '../../../model/model.ts';
import type { Board } from './board.ts';
import type { Sketch } from './edges.ts';

/** From the service whose rows a connector carries to a broker, to those who hear them there. */
export const relayedEdges = (board: Board): readonly Sketch[] =>
  board.said.relays.flatMap(({ file, fact }) => {
    const sources = sourcesOf(board, fact);
    // Two services on one database would both be said to publish what one of them wrote.
    const [from] = sources;
    if (from === undefined || sources.length > 1) return [];
    const at: Evidence = { file, line: fact.at[0], column: fact.at[1], basis: 'declared', note: 'relay of rows' };
    return hearersOf(board, fact).flatMap(({ to, channel, evidence }): readonly Sketch[] =>
      to === from
        ? []
        : [
            {
              from,
              to,
              kind: 'async',
              protocol: fact.sink,
              operation: channel,
              basis: 'declared',
              evidence: [at, evidence],
            },
          ],
    );
  });

/** The services that are given the connector's host and database. */
function sourcesOf(board: Board, { host, database }: FactOf<'relay'>): readonly ServiceName[] {
  const hosts = host === undefined ? [] : filled(board, host);
  const names = database === undefined ? [] : filled(board, database);
  if (hosts.length === 0) return [];
  return board.services.flatMap(({ name }) => {
    const environment = board.units.environmentOf(name);
    const values = environment.names().flatMap((one) => environment.valuesOf(one).flatMap(({ value }) => value ?? []));
    const isHost = hosts.some((one) => values.some((value) => value === one || hostsIn(value).includes(one)));
    const isDatabase =
      names.length === 0 || names.some((one) => values.some((value) => value === one || pathOf(value) === one));
    return isHost && isDatabase ? [name] : [];
  });
}

const filled = (board: Board, text: string): readonly string[] => {
  const name = /^\$\{(\w+)(?::[^}]*)?\}$/.exec(text)?.[1];
  return name === undefined ? [text] : board.said.valuesElsewhere(name);
};

const hostsIn = (url: string): readonly string[] => {
  const authority = /^[\w+.-]+:\/\/(?:[^@/]*@)?([^/?]+)/.exec(url)?.[1] ?? '';
  return authority.split(',').map((one) => one.replace(/:\d+$/, ''));
};
const pathOf = (url: string): string | undefined => /^[\w+.-]+:\/\/[^/]+\/([^/?]+)/.exec(url)?.[1];

type Hearer = { readonly to: ServiceName; readonly channel: string; readonly evidence: Evidence };

/** Who listens on a channel of the relay, or on a queue that is bound to it; or is told its name in the environment. */
function hearersOf(board: Board, { channels }: FactOf<'relay'>): readonly Hearer[] {
  const patterns = channels.map(patternOf);
  const matches = (name: string): boolean => patterns.some((pattern) => pattern.test(name));
  const queues = new Map(
    board.said.brokers.filter(({ exchange }) => matches(exchange)).map((one) => [one.queue, one.exchange]),
  );
  const channelFor = (name: string): string | undefined => (matches(name) ? name : queues.get(name));
  const inCode = board.offers.flatMap(({ service, handler }) =>
    (handler.channel?.names ?? []).flatMap((name): readonly Hearer[] => {
      const channel = channelFor(name);
      return channel === undefined ? [] : [{ to: service, channel, evidence: handler.evidence }];
    }),
  );
  const told = board.services.flatMap(({ name: to }) => {
    const environment = board.units.environmentOf(to);
    return environment.names().flatMap((name) =>
      environment.valuesOf(name).flatMap(({ value, evidence }): readonly Hearer[] => {
        const channel =
          value === undefined || !/queue|topic|exchange|channel|stream/i.test(name) ? undefined : channelFor(value);
        return channel === undefined ? [] : [{ to, channel, evidence }];
      }),
    );
  });
  return [...inCode, ...told];
}

/** `${routedByValue}.events` stands for `orders.events`; a word alone must be the whole name. */
function patternOf(channel: string): RegExp {
  const parts = channel.split(/\$\{?\w+\}?/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\w-]+')}$`);
}
