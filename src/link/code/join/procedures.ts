import type { ServiceName } from '../../../model/model.ts';
import type { CallDeed, TextOption } from '../types.ts';
import { addressOf, isLocalHost, isPublicHost, variablesOf } from './address.ts';
import type { Board } from './board.ts';
import { serviceMeant, serviceNamedBy } from './guess.ts';
import type { Offered } from './operations.ts';

/** Whom a call by name reaches: services, each with what answers it there. `outside`: nobody else in the workspace. */
export type Answering = {
  readonly found: readonly {
    readonly to: ServiceName;
    readonly offered: Offered | undefined;
    readonly option?: TextOption;
  }[];
  readonly outside: boolean;
};

/** Whom a gateway or an Ingress passes a path on to. */
type Behind = (path: string) => ServiceName | undefined;

const NOBODY: Answering = { found: [], outside: false };

type Addressed = { readonly to: ServiceName; readonly option: TextOption };

const addressed = (
  board: Board,
  option: TextOption,
  from: ServiceName,
  behind: Behind,
): Addressed | 'outside' | undefined => {
  const { host, path } = addressOf(option.text);
  const to = serviceMeant(option, board, from);
  if (to !== undefined) return { to, option };
  const routed = (host === undefined ? option.text.startsWith('/') : isLocalHost(host)) ? behind(path) : undefined;
  if (routed !== undefined) return { to: routed, option };
  if (host !== undefined) return isPublicHost(host) ? 'outside' : undefined;
  const named = serviceNamedBy(variablesOf(option), board.services, from);
  return named === undefined ? undefined : { to: named, option };
};

/** A page's own server passes the path on to somebody who is not known. */
const leavesBy = ({ leaving }: Board, { text }: TextOption, from: ServiceName): boolean =>
  text.startsWith('/') &&
  leaving.some(({ gateway, path }) => gateway === from && path !== '/' && text.startsWith(path.replace(/\/$/, '')));

/** A gateway answers every field of its subgraphs by one operation. */
const gatewayOf = (offers: readonly Offered[]): Offered | undefined =>
  offers.find(({ handler }) => handler.protocol === 'graphql-gateway');

/** By its name, by the service that has it (`users.*`), or whatever it is called (`*`). */
const answers = ({ handler, name }: Offered, { protocol, procedure = '' }: CallDeed): boolean =>
  handler.protocol === protocol &&
  (name === procedure || procedure === '*' || (name.endsWith('.*') && procedure.startsWith(name.slice(0, -1))));

/** Finds who answers a procedure, an action or a field: at its address, else by a name that only one can mean. */
export const answeringOf = (board: Board, deed: CallDeed, from: ServiceName, behind: Behind): Answering => {
  const all = deed.urls.map((option) => addressed(board, option, from, behind));
  const known = all.flatMap((item) => (item && item !== 'outside' ? [item] : []));
  if (known.length > 0) {
    const found = known.map(({ to, option }) => {
      const offers = board.offersOf(to);
      return { to, option, offered: offers.find((offered) => answers(offered, deed)) ?? gatewayOf(offers) };
    });
    return { found, outside: false };
  }
  if (all.includes('outside') || deed.typedBy === from) return { found: [], outside: true };
  if (deed.typedBy !== undefined) {
    const to = deed.typedBy;
    return { found: [{ to, offered: board.offersOf(to).find((offered) => answers(offered, deed)) }], outside: false };
  }
  // What GraphQL is asked for may be a gateway's to pass on: a field alone does not say whom it is asked of.
  if (deed.protocol === 'graphql' || deed.urls.some((option) => leavesBy(board, option, from))) return NOBODY;
  const able = board.offers.filter((offered) => answers(offered, deed));
  const exact = able.filter(({ name }) => name === deed.procedure);
  const offering = exact.length > 0 ? exact : able;
  if (deed.procedure !== '*' && offering.some(({ service }) => service === from)) return { found: [], outside: true };
  const isOne = new Set(offering.map(({ service }) => service)).size === 1;
  // Moleculer's bus finds whoever offers an action; elsewhere several who could are none.
  if (!isOne && !deed.protocol.startsWith('moleculer')) return NOBODY;
  return {
    found: offering.filter(({ service }) => service !== from).map((offered) => ({ to: offered.service, offered })),
    outside: false,
  };
};
