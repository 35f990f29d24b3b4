import { isTest } from '../../../model/aside.ts';
import type { Evidence } from '../../../model/evidence.ts';
import type { Messaging, Send } from '../../../model/messaging.ts';
import type { Service } from '../../../model/model.ts';
import { isWithin } from '../../../model/paths.ts';
import type { CallDeed, Deed, PublishDeed } from '../types.ts';
import { feedsOf, isMeant } from './arrival.ts';
import type { Board } from './board.ts';
import type { Reaching } from './effects.ts';
import { isHeard } from './hearing.ts';
import type { Offered } from './operations.ts';

/** Every place that sends a message or waits for one, and how queues and servers are set up. */
export const messagingOf = (board: Board, consumers: readonly Offered[], reaching: Reaching): Messaging => ({
  sends: distinct(board.services.flatMap((service) => sendsIn(board, service, consumers, reaching))),
  hears: consumers.map((offered) => {
    const { names, keys } = offered.handler.channel ?? { names: [] };
    return {
      service: offered.service,
      operation: offered.id,
      protocol: offered.handler.protocol,
      names,
      keys: keys ?? [],
      feeds: [...new Set(feedsOf(board, names).map(({ exchange }) => exchange))],
      conduct: offered.handler.conduct ?? { catches: false },
      evidence: [offered.handler.evidence],
    };
  }),
  queues: board.code.flatMap(({ service, queues }) => queues.map((queue) => ({ service, ...queue }))),
  servers: board.code.flatMap(({ service, servers }) => servers.map((server) => ({ service, ...server }))),
  unread: board.code.flatMap(({ service, isReadable }) => (isReadable || !runsCode(board, service) ? [] : [service])),
  clients: board.code.flatMap(({ service, brokers }) => brokers.map((protocol) => ({ service, protocol }))),
  relays: board.said.relays.flatMap(({ file, fact }) =>
    isTest(file) ? [] : [{ file, line: fact.at[0], column: fact.at[1], basis: 'declared' } as const],
  ),
});

/** Front ends, gateways and jobs of other software are no end of a message. */
const runsCode = (board: Board, name: string): boolean =>
  board.services.some((service) => service.name === name && service.kind === 'service');

const sendsIn = (
  board: Board,
  { name, path }: Service,
  consumers: readonly Offered[],
  reaching: Reaching,
): readonly Send[] =>
  board.deedsOf(name).flatMap((deed): readonly Send[] => {
    const { what } = deed;
    if (what.kind === 'publish') {
      const meant = consumers.filter((consumer) => isMeant(board, what, consumer));
      const hearing = meant.filter((consumer) => isHeard(board, what, consumer));
      const reaches = (hearing.length > 0 ? hearing : meant).map(({ id }) => id);
      return [sendOf(name, placesOf(deed, path, what.label), what, reaches)];
    }
    if (what.kind !== 'call' || !what.pattern) return [];
    const { reaches: reached, deaf = [] } = reaching(deed, name);
    const reaches = [...reached, ...deaf].flatMap(({ offered }) => offered?.id ?? []);
    const takenBy = [...new Set(reached.flatMap(({ to, offered }) => (offered ? [] : [to])))];
    return [{ ...requestOf(name, placesOf(deed, path, what.label), what, reaches), takenBy }];
  });

type Places = readonly [Evidence, ...Evidence[]];

/** The last place in the service's own code first: a shared helper tells nobody what is sent. */
const placesOf = ({ trail }: Deed, path: string, note: string): Places => {
  const own = trail.findLast(({ file }) => isWithin(file, path)) ?? trail[trail.length - 1] ?? trail[0];
  return [{ ...own, note }, ...trail.filter((place) => place !== own)];
};

const sendOf = (service: string, evidence: Places, what: PublishDeed, reaches: readonly string[]): Send => ({
  service,
  kind: 'event',
  protocol: what.protocol,
  names: what.names,
  keys: what.keys ?? [],
  isKeyOpen: what.openKey === true,
  reaches,
  takenBy: [],
  evidence,
});

const requestOf = (service: string, evidence: Places, what: CallDeed, reaches: readonly string[]): Send => ({
  service,
  kind: 'request',
  protocol: what.protocol,
  names: what.pattern ?? [],
  keys: what.keys ?? [],
  isKeyOpen: false,
  reaches,
  takenBy: [],
  evidence,
});

/** A helper that several handlers go through sends from one place; each name it sends under counts once. */
const distinct = (sends: readonly Send[]): readonly Send[] => {
  const seen = new Map<string, Send>();
  for (const send of sends) {
    const [at] = send.evidence;
    const key = [send.service, send.kind, send.protocol, send.names, send.keys, at.file, at.line, at.column].join('\0');
    if (!seen.has(key)) seen.set(key, send);
  }
  return [...seen.values()];
};
