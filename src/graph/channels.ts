import type { Graph, GraphChannel, GraphEdge } from './types.ts';

/** The channels that carry events; those that only carry requests are shown as the calls that they are. */
export const eventChannels = ({ channels, edges }: Graph): GraphChannel[] =>
  channels.filter((channel) => !isRequest(channel, edges));

/** A request over a broker is drawn as the call that it is, not as a channel too. */
const isRequest = ({ publishedBy, consumedBy }: GraphChannel, edges: readonly GraphEdge[]): boolean =>
  publishedBy.length === 0 &&
  consumedBy.length > 0 &&
  consumedBy.every((name) =>
    edges.some(({ kind, to, protocol }) => kind === 'sync' && to === name && !/^(http|grpc)/.test(protocol)),
  );
