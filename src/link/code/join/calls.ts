import type { Evidence } from '../../../model/evidence.ts';
import type { ServiceName } from '../../../model/model.ts';
import type { CallDeed, TextOption } from '../types.ts';
import { addressOf, isLocalHost, isPublicHost, pathOnly, variablesOf } from './address.ts';
import type { Board } from './board.ts';
import { placeOf, routeBehind, routedBy } from './gateways.ts';
import { serviceMeant, serviceNamedBy } from './guess.ts';
import { isBound, keysFit } from './arrival.ts';
import { isHeard, takersOf } from './hearing.ts';
import type { Offered } from './operations.ts';
import { fitBelow, fittingIn, ownRouteFor, routeFor } from './operations.ts';
import { answeringOf } from './procedures.ts';

/** Whom a call reaches. `outside`: somebody who is not in the workspace. */
export type Reach = {
  readonly to: ServiceName;
  readonly offered?: Offered;
  readonly operation: string;
  readonly basis: Evidence['basis'];
  readonly evidence: readonly Evidence[];
};
/** `deaf`: who is meant by the name, but listens to something else; told where nobody is reached. */
export type Reached = {
  readonly reaches: readonly Reach[];
  readonly outside: boolean;
  readonly deaf?: readonly Reach[];
};

const reach = (
  to: ServiceName,
  offered: Offered | undefined,
  operation: string,
  more: Pick<Reach, 'basis' | 'evidence'>,
): Reach => ({
  to,
  ...(offered ? { offered } : {}),
  operation,
  basis: more.basis,
  evidence: offered ? [...more.evidence, offered.handler.evidence] : more.evidence,
});

const operationName = (deed: CallDeed, path: string, offered: Offered | undefined): string =>
  offered?.name ?? (deed.method === undefined ? path : `${deed.method} ${path === '' ? '/' : path}`);

type Going = Pick<Reach, 'to' | 'basis' | 'evidence'> & { readonly path: string };

const toService = (board: Board, deed: CallDeed, { to, path, basis, evidence }: Going): Reach => {
  const offered = routeFor(board.offersOf(to), deed.method, pathOnly(path));
  return reach(to, offered, operationName(deed, pathOnly(path), offered), { basis, evidence });
};

const literalCount = (path: string): number =>
  path.split('/').filter((part) => part !== '' && !part.includes('{') && !part.startsWith(':')).length;

/** A path that one other service alone answers says whom it reaches, though its host is open. */
const byPath = (board: Board, deed: CallDeed, path: string, from: ServiceName): Reach | undefined => {
  const clean = pathOnly(path);
  if (literalCount(clean) < 2) return undefined;
  const found = fittingIn(board.offers, clean).filter(
    (offered) =>
      offered.service !== from &&
      offered.path !== undefined &&
      offered.handler.protocol === 'http' &&
      (deed.method === undefined || offered.method === deed.method) &&
      (fitBelow(clean, offered) ?? 0) >= 2,
  );
  const owners = new Set(found.map((offered) => offered.service));
  const [offered] = found;
  return owners.size === 1 && offered
    ? reach(offered.service, offered, offered.name, { basis: 'inferred', evidence: [] })
    : undefined;
};

const throughGateway = (board: Board, deed: CallDeed, path: string, from: ServiceName): Reach | undefined => {
  const route = routeBehind(board, pathOnly(path), from);
  if (!route) return undefined;
  const to = route.gateway !== undefined && route.gateway !== from ? route.gateway : route.to;
  return toService(board, deed, { to, path, basis: 'inferred', evidence: [{ ...placeOf(route), note: route.path }] });
};

const ofOption = (
  board: Board,
  deed: CallDeed,
  option: TextOption,
  from: ServiceName,
): Reach | 'outside' | undefined => {
  const address = addressOf(option.text);
  const { host } = address;
  const basis = option.env.length > 0 ? 'declared' : 'inferred';
  if (host !== undefined) {
    const to = serviceMeant(option, board, from);
    if (to !== undefined) return toService(board, deed, { to, path: address.path, basis, evidence: option.evidence });
    if (isPublicHost(host)) return throughGatewayHost(board, deed, address.path, from) ?? 'outside';
  }
  const isRelative = host === undefined && option.text.startsWith('/');
  const own =
    host === undefined && !deed.rpc && !deed.pattern
      ? ownRouteFor(board.offersOf(from), deed.method, pathOnly(address.path))
      : undefined;
  // `process.env.ORDERS_URL || ''`: a path behind an empty default is the server's own only for a page.
  const isBaseless = isRelative && (option.unset?.length ?? 0) > 0 && !isFrontend(board, from);
  if (own && isRelative && !isBaseless) return itself(own);
  const isIngress = host !== undefined && /ingress|gateway|nginx|traefik|kong|proxy/i.test(host);
  const gateway =
    isRelative || isIngress || (host !== undefined && isLocalHost(host))
      ? throughGateway(board, deed, address.path, from)
      : undefined;
  if (gateway) return gateway;
  const names = isBaseless ? [...variablesOf(option), ...(option.unset ?? [])] : variablesOf(option);
  const named = serviceNamedBy(names, board.services, from);
  if (named !== undefined)
    return toService(board, deed, { to: named, path: address.path, basis: 'inferred', evidence: option.evidence });
  // Pages ask the server they came from; a server that answers the same path hands a request on.
  return own && isFrontend(board, from) ? itself(own) : byPath(board, deed, address.path, from);
};

const itself = (own: Offered): Reach => reach(own.service, own, own.name, { basis: 'inferred', evidence: [] });

const isFrontend = (board: Board, name: ServiceName): boolean =>
  board.services.some((service) => service.name === name && service.kind === 'frontend');

/** A public name in front of the workspace's own Ingress is not outside. */
const throughGatewayHost = (board: Board, deed: CallDeed, path: string, from: ServiceName): Reach | undefined => {
  const exact = byPath(board, deed, path, from);
  return exact &&
    routedBy(
      board.routes.filter((item) => item.to === exact.to),
      pathOnly(path),
    )
    ? exact
    : undefined;
};

const lastName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

const sameRpc = (a: string, b: string): boolean =>
  a === b || (lastName(a) === lastName(b) && (!a.includes('.') || !b.includes('.')));

const ofRpc = (board: Board, deed: CallDeed, from: ServiceName): readonly Reach[] => {
  const { rpc } = deed;
  if (!rpc) return [];
  const method = rpc.method?.toLowerCase();
  const offers = board.offers.filter(
    (offered) => offered.handler.rpc && sameRpc(offered.handler.rpc.service, rpc.service),
  );
  const addressed = deed.urls.flatMap((option) => {
    const found = ofOption(board, { ...deed, rpc: rpc }, option, from);
    return found && found !== 'outside' ? [found.to] : [];
  });
  const targets =
    addressed.length > 0
      ? addressed
      : [...new Set(offers.map((offered) => offered.service))].filter((name) => name !== from);
  const known =
    targets.length > 0
      ? targets
      : [serviceNamedBy([`${lastName(rpc.service)}_service`], board.services, from) ?? ''].filter(
          (name) => name !== '',
        );
  return [...new Set(known)].map((to) => {
    const offered = offers.find(
      (item) => item.service === to && (method === undefined || item.handler.rpc?.method.toLowerCase() === method),
    );
    // A generated client that is not in the repository says no package; who answers does.
    const service = rpc.service.includes('.') ? rpc.service : (offered?.handler.rpc?.service ?? rpc.service);
    const name = `${service}/${offered?.handler.rpc?.method ?? rpc.method ?? '*'}`;
    return reach(to, offered, name, {
      basis: 'inferred',
      evidence: deed.urls.flatMap((option) => option.evidence).slice(0, 2),
    });
  });
};

const ofPattern = (board: Board, deed: CallDeed, from: ServiceName): Reached => {
  const names = new Set(deed.pattern);
  const isAsked = (offered: Offered): boolean =>
    offered.handler.channel?.names.some((name) => names.has(name)) === true
      ? keysFit(deed.keys, offered.handler.channel?.keys)
      : deed.keys !== undefined && isBound(board, deed.pattern ?? [], deed.keys, offered);
  const addressed = deed.urls
    .map((option) => ofOption(board, deed, option, from))
    .flatMap((item) => (item && item !== 'outside' ? [item.to] : []));
  const answering = board.offers.filter(
    (offered) =>
      offered.handler.trigger === 'message' && /request|rpc|any/.test(offered.handler.protocol) && isAsked(offered),
  );
  const fallback = answering.length > 0 ? answering : board.offers.filter(isAsked);
  const elsewhere = fallback.filter((offered) => offered.service !== from);
  const hearing = elsewhere.filter((offered) => isHeard(board, deed, offered));
  const exact = hearing.filter((offered) => addressed.includes(offered.service));
  const more = { basis: 'inferred', evidence: [] } as const;
  const reached = (offers: readonly Offered[]): readonly Reach[] =>
    distinct(offers.map((offered) => reach(offered.service, offered, offered.name, more)));
  const name = deed.pattern?.[0] ?? deed.label;
  if (hearing.length > 0) return { reaches: reached(exact.length > 0 ? exact : hearing), outside: false };
  if (elsewhere.length > 0) return { reaches: [], outside: false, deaf: reached(elsewhere) };
  // What only its own handlers answer it asks itself, or another of its kind.
  if (fallback.length > 0 && addressed.length === 0) return { reaches: reached(fallback), outside: false };
  const taking = [...addressed, ...takersOf(board, deed, from)];
  return { reaches: distinct(taking.map((to) => reach(to, undefined, name, more))), outside: false };
};

const ofProcedure = (board: Board, deed: CallDeed, from: ServiceName): Reached => {
  const { found, outside } = answeringOf(board, deed, from, (path) => throughGateway(board, deed, path, from)?.to);
  const reaches = found.map(({ to, offered, option }) =>
    reach(to, offered, offered?.name ?? deed.procedure ?? deed.label, {
      basis: option && option.env.length > 0 ? 'declared' : 'inferred',
      evidence: option?.evidence ?? [],
    }),
  );
  return { reaches: distinct(reaches), outside };
};

const distinct = (reaches: readonly Reach[]): readonly Reach[] => {
  const seen = new Map<string, Reach>();
  for (const item of reaches) {
    const key = `${item.to} ${item.operation}`;
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
};

const hostless = (option: TextOption | undefined): boolean => !option || addressOf(option.text).host === undefined;

/** Finds whom a call reaches, by pattern, RPC name or address. */
export const reachedBy = (board: Board, deed: CallDeed, from: ServiceName): Reached => {
  if (deed.pattern) return ofPattern(board, deed, from);
  if (deed.procedure !== undefined) return ofProcedure(board, deed, from);
  if (deed.rpc) return { reaches: distinct(ofRpc(board, deed, from)), outside: false };
  const all = deed.urls.map((option) => ofOption(board, deed, option, from));
  // Where one alternative names a host that is known, a guess from the path of another adds nothing but doubt.
  const isKnown = all.some(
    (item) => item && item !== 'outside' && item.evidence.length > 0 && item.basis === 'declared',
  );
  const found = all.map((item, index) =>
    isKnown && item && item !== 'outside' && item.basis === 'inferred' && hostless(deed.urls[index]) ? undefined : item,
  );
  return {
    reaches: distinct(found.flatMap((item) => (item && item !== 'outside' ? [item] : []))),
    outside: found.includes('outside'),
  };
};
