import type { Evidence } from '../../../model/evidence.ts';
import type { ServiceName } from '../../../model/model.ts';
import type { CallDeed } from '../types.ts';
import type { Board, Routed } from './board.ts';
import type { Offered } from './operations.ts';

const under = (path: string, route: string): boolean => {
  const clean = route
    .replace(/\(.*$|\*.*$|\^|\$/g, '')
    .replace(/[?]/g, '')
    .replace(/\/+$/, '');
  return clean === '' || path === clean || path.startsWith(`${clean}/`);
};

/** The longest route that a path falls under. */
export const routedBy = (routes: readonly Routed[], path: string): Routed | undefined =>
  routes.filter((route) => under(path, route.path)).toSorted((a, b) => b.path.length - a.path.length)[0];

/** The route that a page's request takes: of the server that it came from, else of a gateway, never of another page. */
export const routeBehind = (board: Board, path: string, from: ServiceName): Routed | undefined => {
  const open = board.routes.filter((item) => item.to !== from && item.path !== '/' && item.path !== '');
  const own = open.filter(({ gateway }) => gateway === from);
  const route =
    routedBy(own, path) ??
    routedBy(
      open.filter(({ gateway }) => !isPage(board, gateway)),
      path,
    );
  return route && leaves(board, route, path) ? undefined : route;
};

/** A longer route of the same gateway leads out of the workspace. */
const leaves = (board: Board, route: Routed, path: string): boolean =>
  board.leaving.some(
    (item) =>
      item.gateway === route.gateway &&
      item.path.length > route.path.length &&
      item.path !== '/' &&
      under(path, item.path),
  );

const isPage = (board: Board, name: ServiceName | undefined): boolean =>
  board.services.some((service) => service.name === name && service.kind === 'frontend');

/** Where a route is written. */
export const placeOf = (route: Routed): Evidence => ({
  file: route.file,
  line: route.fact.at[0],
  column: route.fact.at[1],
  basis: 'declared',
});

const passingOn = (route: Routed): CallDeed => ({
  kind: 'call',
  protocol: 'http',
  method: 'ANY',
  // A target that holds variables was filled in where the route was resolved.
  urls: [
    {
      text: /[${]/.test(route.fact.target) ? `http://${route.to}` : route.fact.target,
      holes: false,
      env: [],
      evidence: [],
    },
  ],
  label: `proxy ${route.fact.target}`,
  deadline: 'unknown',
});

const PLAIN = { loop: false, parallel: false, detached: false, branch: false, retried: false } as const;

/** The routes of gateways as what they offer: each passes on what it is asked. */
export const offersOf = (routes: readonly Routed[]): readonly Offered[] =>
  routes.flatMap((route): readonly Offered[] => {
    if (route.gateway === undefined || !/^\/[\w./{}:-]*$/.test(route.path)) return [];
    const path = `${route.path.replace(/\/+$/, '')}/*`;
    const name = `ANY ${path}`;
    const at: Evidence = { ...placeOf(route), note: `${route.path} → ${route.fact.target}` };
    return [
      {
        id: `${route.gateway} ${name}`,
        service: route.gateway,
        name,
        method: 'ANY',
        path,
        handler: { trigger: 'http', protocol: 'gateway', name, method: 'ANY', path, evidence: at },
        deeds: [{ what: passingOn(route), trail: [at], around: PLAIN }],
      },
    ];
  });
