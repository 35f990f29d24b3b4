import { fieldOf, functionsOf, itemsOf, lastStep, librariesOf, shapesOf, plainTextsOf } from '../things.ts';
import type { Library, LibraryCall, LibraryThing, Recognised, Thing } from '../types.ts';
import { aroundOf } from '../walk/around.ts';
import { noteMercurius } from './graphql/gateways.ts';
import { noteResolversOf } from './graphql/servers.ts';
import { noteRoutes } from './grpc/servers.ts';
import { forwarded, isProxy } from './proxies.ts';
import { noteSubscriptions } from './mesh/subscriptions.ts';
import { noteTrpc } from './rpc/trpc-server.ts';
import { addRoute, handlersIn, PACKAGES, pathsOf } from './servers/adding.ts';
import { joinPaths, keyOfRouter, mountOf, prefixWith, routerOf } from './servers/mounts.ts';
import { routeObject, routeOn, routeOpenapi } from './servers/objects.ts';
import { pluginsOf } from './servers/plugins.ts';

export { prefixesOf } from './servers/mounts.ts';

const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete', 'del', 'all', 'head', 'options', 'any']);

const routeBase = (callee: LibraryThing): readonly string[] => {
  for (let step: LibraryThing | undefined = callee.parent; step; step = step.parent) {
    if (step.path.endsWith('.route()')) return shapesOf(step.args?.[0]);
  }
  return [];
};

const methodNamed = (name: string): string =>
  name === 'all' || name === 'any' ? 'ANY' : name === 'del' ? 'DELETE' : name.toUpperCase();

/** koa-router takes a route's name in front of its path: `get('user', '/users/:id', …)`. */
const withoutName = (args: readonly Thing[]): readonly Thing[] => {
  const [first = '', second = ''] = [shapesOf(args[0])[0], shapesOf(args[1])[0]];
  return second.startsWith('/') && !first.startsWith('/') ? args.slice(1) : args;
};

const route = (call: LibraryCall): Recognised | undefined => {
  const base = routeBase(call.callee);
  const args = withoutName(call.args);
  const run = handlersIn(args);
  const paths = base.length > 0 ? base : pathsOf(args[0]);
  if (paths.length === 0 || (run.length === 0 && args.length < 2 && base.length === 0)) return undefined;
  const method = methodNamed(lastStep(call.callee.path));
  if (paths[0] === '/dapr/subscribe') noteSubscriptions(call, run);
  for (const path of paths.slice(0, 6)) addRoute(call, method, path.startsWith('/') ? path : `/${path}`, run);
  return { takesCallbacks: true };
};

/** A proxy that is mounted is a route that does nothing but forward. */
const proxied = (call: LibraryCall, prefixes: readonly string[], parent: LibraryThing | undefined): void => {
  const { program } = call.scope;
  for (const arg of call.args.flatMap((item) => librariesOf(item))) {
    // A plugin is handed over beside its options: `register(proxy, { upstream, prefix })`.
    const what = isProxy(arg.package)
      ? forwarded({ args: arg.args ?? call.args.slice(1), program, at: arg.at ?? call.at })
      : undefined;
    if (!what) continue;
    const [registered = ''] = plainTextsOf(fieldOf(call.args[1], 'prefix', program));
    const path = `${joinPaths(prefixes[0] ?? registered)}/*`;
    program.handlers.push({
      trigger: 'http',
      protocol: 'http',
      name: `ANY ${path}`,
      method: 'ANY',
      path,
      run: [],
      deeds: [{ what, trail: [call.at], around: aroundOf(call.fact) }],
      evidence: { ...call.at, note: what.label },
      ...(parent ? { router: keyOfRouter(parent, program) } : {}),
    });
  }
};

/** A router of its own for what a plugin or a group registers. */
const innerRouter = (call: LibraryCall, prefix: string, parent: LibraryThing | undefined): LibraryThing => {
  const inner: LibraryThing = {
    kind: 'library',
    package: call.callee.package,
    path: parent?.path ?? 'Router()',
    args: [],
    scope: call.scope,
  };
  mountOf(call.scope.program, inner, prefix, parent);
  return inner;
};

/** `fastify.register(plugin, { prefix })`, by hand or by folder; plugins of hapi. */
const registered = (call: LibraryCall, parent: LibraryThing | undefined): Recognised | undefined => {
  const plugins = pluginsOf(call);
  if (plugins.length === 0) return undefined;
  const follows = plugins.map(({ fn, prefix }) => ({
    fn,
    args: [innerRouter(call, prefix, parent), ...call.args.slice(1)],
  }));
  return { takesCallbacks: true, follows };
};

/** `app.use('/api', router)`, `app.route('/api', router)`. */
const mount = (call: LibraryCall): Recognised | undefined => {
  const { program } = call.scope;
  const routes = noteRoutes(call.args, call) ?? noteTrpc(call);
  if (routes) return routes;
  noteMercurius(call);
  noteResolversOf(call);
  const parent = routerOf(call.callee);
  const plugged = lastStep(call.callee.path) === 'register' ? registered(call, parent) : undefined;
  if (plugged) return plugged;
  const prefixes = pathsOf(call.args[0]);
  const prefix = prefixes[0] ?? '';
  for (const arg of call.args)
    for (const child of [...librariesOf(arg), ...itemsOf(arg).flatMap((item) => librariesOf(item))])
      mountOf(program, child, prefix, parent);
  proxied(call, prefixes, parent);
  const run = call.args.flatMap((arg) => [...functionsOf(arg), ...itemsOf(arg).flatMap((item) => functionsOf(item))]);
  if (run.length === 0) return undefined;
  const path = prefix === '' ? '/' : prefix;
  program.handlers.push({
    trigger: 'http',
    protocol: 'middleware',
    name: `USE ${path}`,
    method: 'ANY',
    path,
    run,
    evidence: call.at,
    ...(parent ? { router: keyOfRouter(parent, program) } : {}),
  });
  return { takesCallbacks: true };
};

/** `app.group('/api', (app) => app.get(…))` of Elysia. */
const group = (call: LibraryCall): Recognised | undefined => {
  const run = call.args.flatMap((arg) => functionsOf(arg));
  if (run.length === 0) return undefined;
  const inner = innerRouter(call, pathsOf(call.args[0])[0] ?? '', routerOf(call.callee));
  return { takesCallbacks: true, follows: run.map((fn) => ({ fn, args: [inner] })) };
};

/** Fastify picks a route by the header `Accept-Version`. */
const noteVersion = (call: LibraryCall): void => {
  const { program } = call.scope;
  if (call.callee.package !== 'fastify' || program.web.versionedBy) return;
  if (call.args.some((arg) => fieldOf(arg, 'constraints.version', program)))
    program.web.versionedBy = { by: 'header', at: call.at };
};

/** Routes of Express, Fastify, Koa, Hono and those like them, with the prefixes their routers are mounted under. */
export const routers: Library = {
  packages: PACKAGES,
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    const router = routerOf(call.callee);
    if (!router) return undefined;
    if (name === 'on') return routeOn(call);
    if (name === 'openapi') return routeOpenapi(call);
    if (VERBS.has(name) || name === 'route') noteVersion(call);
    if (VERBS.has(name)) return route(call);
    if (name === 'use' || name === 'register' || name === 'mount') return mount(call);
    if (name === 'route') return call.args.some((arg) => librariesOf(arg).length > 0) ? mount(call) : routeObject(call);
    if (name === 'group') return group(call);
    if (name === 'prefix') prefixWith(call.scope.program, router, call.args[0]);
    return undefined;
  },
};

/** What is put around a handler runs it when it is asked, and not where it is put around. */
export const wrappers: Library = {
  packages: ['express-async-handler', 'express-async-wrap', 'express-async-middleware', 'async-middleware', 'h3'],
  recognise: ({ callee }) =>
    callee.package !== 'h3' || /(?:^|\.)(?:define)?(?:Cached)?[eE]ventHandler$/.test(callee.path)
      ? { takesCallbacks: true }
      : undefined,
};
