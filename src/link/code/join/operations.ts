import type { Service, ServiceName } from '../../../model/model.ts';
import { heldIn } from '../../../model/held.ts';
import type { Entrance, ServiceCode } from '../service-code.ts';
import type { Deed } from '../types.ts';

/** An operation before its effects are known, with what it takes to be found by callers. */
export type Offered = {
  readonly id: string;
  readonly service: ServiceName;
  readonly name: string;
  readonly handler: Entrance;
  readonly method?: string;
  readonly path?: string;
  readonly deeds: readonly Deed[];
};

const offer = (
  service: ServiceName,
  { entrance, paths, deeds }: ServiceCode['operations'][number],
): readonly Offered[] => {
  const handler = entrance;
  const base = { service, handler, deeds };
  if (handler.path === undefined || handler.protocol === 'graphql')
    return [{ ...base, id: `${service} ${handler.name}`, name: handler.name }];
  return paths.map((path) => {
    const name = `${handler.method ?? 'ANY'} ${path}`;
    return {
      ...base,
      id: `${service} ${name}`,
      name,
      path,
      ...(handler.method === undefined ? {} : { method: handler.method }),
    };
  });
};

/** Middleware acts on every route under it; here it only counts where it does something by itself. */
const isSilent = ({ handler, deeds }: Offered): boolean => handler.protocol === 'middleware' && deeds.length === 0;

/** Several handlers of one service may hear the same message, each in its own place: every one does its work. */
const ownId = ({ id, handler }: Offered, known: ReadonlyMap<string, Offered>): string => {
  if (handler.trigger !== 'message') return id;
  const isElsewhere = (other: Offered | undefined): boolean =>
    other !== undefined &&
    other.handler.trigger === 'message' &&
    (other.handler.evidence.file !== handler.evidence.file || other.handler.evidence.line !== handler.evidence.line);
  let own = id;
  for (let count = 2; isElsewhere(known.get(own)); count++) own = `${id} ${count}`;
  return own;
};

/** What the services offer, each operation once. */
export const offeredBy = (all: readonly ServiceCode[], services: readonly Service[]): readonly Offered[] => {
  const byId = new Map<string, Offered>();
  const starting = new Map(services.map((service) => [service.name, service.evidence[0]]));
  const pages = new Map(services.flatMap((one) => (one.kind === 'frontend' ? [[one.name, one] as const] : [])));
  for (const { service, operations, start, loose } of all) {
    for (const operation of operations) {
      for (const one of offer(service, operation)) {
        const offered = { ...one, id: ownId(one, byId) };
        const known = byId.get(offered.id);
        if (!known || known.deeds.length < offered.deeds.length) byId.set(offered.id, offered);
      }
    }
    const evidence = starting.get(service);
    if (start.length > 0 && evidence) {
      const handler: Entrance = { trigger: 'start', protocol: 'start', name: 'start', evidence };
      byId.set(`${service} start`, { id: `${service} start`, service, name: 'start', handler, deeds: start });
    }
    const page = pages.get(service);
    for (const offered of page ? pagesOf(page, loose) : []) byId.set(offered.id, offered);
  }
  return [...byId.values()].filter((offered) => !isSilent(offered));
};

/** What runs in a browser is started by whoever looks at it: each file of a front end that asks is where a way begins. */
const pagesOf = ({ name: service, path }: Service, loose: readonly Deed[]): readonly Offered[] =>
  [...Map.groupBy(loose, ({ trail }) => trail[0].file)].map(([file, deeds]) => {
    const name = file.startsWith(`${path}/`) ? file.slice(path.length + 1) : file;
    const evidence = deeds[0]?.trail[0] ?? { file, line: 1, column: 1, basis: 'inferred' };
    const handler: Entrance = { trigger: 'start', protocol: 'page', name, evidence };
    return { id: `${service} ${name}`, service, name, handler, deeds };
  });

/** Every call is held against every route: a path is taken apart once. */
const known = new Map<string, readonly string[]>();

const segments = (path: string): readonly string[] => heldIn(known, path, () => segmentsIn(path));

const segmentsIn = (path: string): readonly string[] =>
  path
    .replace(/[?#].*$/, '')
    .split('/')
    .filter((part) => part !== '');

const isOpen = (segment: string): boolean =>
  segment.startsWith(':') || segment.startsWith('*') || segment.includes('{') || segment.startsWith('(');

/** How a called segment fits a route's literal one: as itself, as `orders{query}`, or as a hole that may be anything. */
const literalFit = (given: string, wanted: string, isLast: boolean): number | undefined => {
  if (given === wanted) return 1;
  if (!isOpen(given)) return undefined;
  const [before = '', ...after] = given.includes('{') ? given.split(/\{[^}]*\}/) : [];
  if (before + after.join('') === wanted) return 1;
  const isWithin = wanted.startsWith(before) && wanted.endsWith(after.at(-1) ?? '');
  return isWithin && !isLast ? HOLE : undefined;
};
/** A hole is rather what a parameter takes than one certain word. */
const HOLE = -0.5;

/**
 * How well a called path fits a route's: undefined where it does not, else the count of literal segments that agree.
 * What a call leaves open at its end is a parameter: `/users/{id}` is not `/users/me`.
 */
export const fitOf = (called: string, route: string): number | undefined => {
  const left = segments(called);
  const right = segments(route);
  const wild = right.at(-1)?.startsWith('*') === true;
  if (wild ? left.length < right.length - 1 : left.length !== right.length) return undefined;
  let score = 0;
  for (const [index, wanted] of right.entries()) {
    const given = left[index];
    if (wanted.startsWith('*')) break;
    if (given === undefined) return undefined;
    if (isOpen(wanted)) score += given === wanted ? 1 : 0;
    else {
      const fit = literalFit(given, wanted, index > 0 && index === right.length - 1);
      if (fit === undefined) return undefined;
      score += fit;
    }
  }
  return score;
};

const methodFits = (called: string | undefined, offered: string | undefined): boolean =>
  called === undefined || offered === undefined || offered === 'ANY' || called === 'ANY' || called === offered;

/** The path with leading segments dropped one by one: gateways and global prefixes put some in front. */
const tailsOf = (path: string): readonly string[] => {
  const parts = segments(path);
  return [0, 1, 2].filter((drop) => drop < parts.length || drop === 0).map((drop) => parts.slice(drop).join('/'));
};

/** How well a called path fits a route, also without the prefix of the whole application, which the address may hold. */
export const fitBelow = (called: string, { path, handler }: Offered): number | undefined => {
  if (path === undefined) return undefined;
  const whole = fitOf(called, path);
  const { base } = handler;
  return (
    whole ?? (base !== undefined && path.startsWith(`${base}/`) ? fitOf(called, path.slice(base.length)) : undefined)
  );
};

const shortlists = new WeakMap<readonly Offered[], Map<number, readonly Offered[]>>();

/** Of many routes those, in their order, that a path of so many segments can fit at all. */
export const fittingIn = (offers: readonly Offered[], called: string): readonly Offered[] => {
  const lists = heldIn(shortlists, offers, () => new Map<number, readonly Offered[]>());
  const { length } = segments(called);
  return heldIn(lists, length, () => offers.filter((offered) => mayFit(offered, length)));
};

/** A prefix of the whole application may be left out. */
const mayFit = ({ path, handler: { base } }: Offered, length: number): boolean =>
  path !== undefined &&
  (isAsLong(path, length) ||
    (base !== undefined && path.startsWith(`${base}/`) && isAsLong(path.slice(base.length), length)));

const isAsLong = (route: string, length: number): boolean => {
  const parts = segments(route);
  return parts.at(-1)?.startsWith('*') === true ? length >= parts.length - 1 : length === parts.length;
};

/** The route of a service that a call of this method and path reaches. What forwards everything reaches no single one. */
export const routeFor = (offers: readonly Offered[], method: string | undefined, path: string): Offered | undefined => {
  if (method === 'ANY' && segments(path).length === 0) return undefined;
  let best: { readonly offered: Offered; readonly score: number } | undefined;
  for (const [dropped, tail] of tailsOf(path).entries()) {
    for (const offered of fittingIn(offers, tail)) {
      if (
        offered.path === undefined ||
        offered.handler.protocol === 'middleware' ||
        !methodFits(method, offered.method)
      )
        continue;
      const fit = fitBelow(tail, offered);
      if (fit === undefined || (dropped > 0 && fit === 0)) continue;
      const score = fit * 10 - dropped * 3 + (offered.method === method ? 1 : 0);
      if (!best || score > best.score) best = { offered, score };
    }
  }
  return best?.offered;
};

/** The route of the caller itself that a path without a host means, unless a route takes whatever comes. */
export const ownRouteFor = (
  offers: readonly Offered[],
  method: string | undefined,
  path: string,
): Offered | undefined => {
  const answering = fittingIn(offers, path).flatMap((offered) => {
    if (offered.handler.protocol !== 'http' || !methodFits(method, offered.method)) return [];
    const fit = fitBelow(path, offered) ?? 0;
    return fit >= 1 ? [{ offered, fit }] : [];
  });
  return answering.toSorted((a, b) => b.fit - a.fit)[0]?.offered;
};
