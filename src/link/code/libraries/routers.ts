import { keyOf } from '../evaluate/enter.ts';
import { fieldOf, functionsOf, itemsOf, lastStep, librariesOf, plainTextsOf, shapesOf } from '../things.ts';
import { aroundOf } from '../walk/around.ts';
import { noteRoutes } from './grpc/servers.ts';
import { forwarded, isProxy } from './proxies.ts';
import type { Handler, Library, LibraryCall, LibraryThing, Program, Recognised, Thing } from '../types.ts';

const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete', 'del', 'all', 'head', 'options', 'any']);
const PACKAGES = [
  'express',
  'fastify',
  '@koa/router',
  'koa-router',
  'koa',
  'hono',
  'restify',
  'polka',
  'router',
  'find-my-way',
  'express-promise-router',
  '@hono/zod-openapi',
  'elysia',
  'h3',
  'itty-router',
  'hyper-express',
  'tinyhttp',
  '@tinyhttp/app',
  '@hapi/hapi',
  'micro',
  'lambda-api',
  'express-async-router',
];
const ROOT =
  /(?:^|\.)(?:express|Router|fastify|Fastify|Hono|OpenAPIHono|Koa|KoaRouter|Elysia|createServer|server|Server|App|PromiseRouter|Express|FastifyInstance|Application|RouterType|IRouter)?\(\)$/;

/** The application or router that a chain of calls started with. */
export const routerOf = (callee: LibraryThing): LibraryThing | undefined => {
  let found: LibraryThing | undefined;
  for (let step: LibraryThing | undefined = callee; step; step = step.parent)
    if (
      step.path.endsWith('()') &&
      ROOT.test(step.path) &&
      !/\.(?:use|get|post|put|patch|delete|all|route|register)\(\)$/.test(step.path)
    )
      found = step;
  return found;
};

const routeBase = (callee: LibraryThing): readonly string[] => {
  for (let step: LibraryThing | undefined = callee.parent; step; step = step.parent) {
    if (step.path.endsWith('.route()')) return shapesOf(step.args?.[0]);
  }
  return [];
};

const handlersIn = (args: readonly Thing[]): readonly Thing[] =>
  args.flatMap((arg) => [...functionsOf(arg), ...itemsOf(arg).flatMap((item) => functionsOf(item))]);

const pathsOf = (arg: Thing | undefined): readonly string[] => {
  const direct = shapesOf(arg);
  return direct.length > 0 ? direct : itemsOf(arg).flatMap((item) => shapesOf(item));
};

const addRoute = (call: LibraryCall, method: string, path: string, run: readonly Thing[]): void => {
  const { program } = call.scope;
  const router = routerOf(call.callee);
  const handler: Handler = {
    trigger: 'http',
    protocol: 'http',
    name: `${method} ${path}`,
    method,
    path,
    run,
    evidence: { ...call.at, note: `${method} ${path}` },
    ...(router ? { router: keyOf(program, router) } : {}),
  };
  program.handlers.push(handler);
};

const route = (call: LibraryCall): Recognised | undefined => {
  const name = lastStep(call.callee.path);
  const base = routeBase(call.callee);
  const run = handlersIn(call.args);
  const paths = base.length > 0 ? base : pathsOf(call.args[0]);
  if (paths.length === 0 || (run.length === 0 && call.args.length < 2 && base.length === 0)) return undefined;
  const method = name === 'all' || name === 'any' ? 'ANY' : name === 'del' ? 'DELETE' : name.toUpperCase();
  for (const path of paths.slice(0, 6)) addRoute(call, method, path.startsWith('/') ? path : `/${path}`, run);
  return { takesCallbacks: true };
};

/** `server.route({ method, url, handler })` of Fastify and hapi. */
const routeObject = (call: LibraryCall): Recognised | undefined => {
  const { program } = call.scope;
  const all = [...call.args, ...itemsOf(call.args[0])];
  const known = all.flatMap((arg) => {
    const path = shapesOf(fieldOf(arg, 'url', program) ?? fieldOf(arg, 'path', program))[0];
    const methods = fieldOf(arg, 'method', program);
    const names = [...plainTextsOf(methods), ...itemsOf(methods).flatMap((item) => plainTextsOf(item))];
    return path === undefined
      ? []
      : names.map((name) => ({ path, name, run: functionsOf(fieldOf(arg, 'handler', program)) }));
  });
  for (const { path, name, run } of known) addRoute(call, name.toUpperCase(), path, run);
  return known.length > 0 ? { takesCallbacks: true } : undefined;
};

const mountOf = (program: Program, child: LibraryThing, prefix: string, parent: LibraryThing | undefined): void => {
  const router = routerOf(child);
  if (!router) return;
  const key = keyOf(program, router);
  program.mounts.set(key, [...(program.mounts.get(key) ?? []), { prefix, parent }]);
};

/** A proxy that is mounted is a route that does nothing but forward. */
const proxied = (call: LibraryCall, prefixes: readonly string[], parent: LibraryThing | undefined): void => {
  const { program } = call.scope;
  for (const arg of call.args.flatMap((item) => librariesOf(item))) {
    const what = isProxy(arg.package) ? forwarded({ args: arg.args ?? [], program }) : undefined;
    if (!what) continue;
    const prefix = (prefixes[0] ?? '').replace(/\/$/, '');
    const path = `${prefix}/*`;
    program.handlers.push({
      trigger: 'http',
      protocol: 'http',
      name: `ANY ${path}`,
      method: 'ANY',
      path,
      run: [],
      deeds: [{ what, trail: [call.at], around: aroundOf(call.fact) }],
      evidence: { ...call.at, note: what.label },
      ...(parent ? { router: keyOf(program, parent) } : {}),
    });
  }
};

/** `app.use('/api', router)`, `app.route('/api', router)`, `fastify.register(plugin, { prefix })`. */
const mount = (call: LibraryCall): Recognised | undefined => {
  const { program } = call.scope;
  const routes = noteRoutes(call.args, call);
  if (routes) return routes;
  const parent = routerOf(call.callee);
  const prefixes = pathsOf(call.args[0]);
  const prefix = prefixes[0] ?? '';
  for (const arg of call.args)
    for (const child of [...librariesOf(arg), ...itemsOf(arg).flatMap((item) => librariesOf(item))])
      mountOf(program, child, prefix, parent);
  const plugins = lastStep(call.callee.path) === 'register' ? functionsOf(call.args[0]) : [];
  if (plugins.length > 0) {
    const inner: LibraryThing = {
      kind: 'library',
      package: call.callee.package,
      path: 'fastify()',
      args: [...call.args],
      scope: call.scope,
    };
    mountOf(program, inner, plainTextsOf(fieldOf(call.args[1], 'prefix', program))[0] ?? '', parent);
    return { takesCallbacks: true, follows: plugins.map((fn) => ({ fn, args: [inner, ...call.args.slice(1)] })) };
  }
  proxied(call, prefixes, parent);
  const run = handlersIn(call.args);
  if (run.length === 0) return undefined;
  const key = parent ? keyOf(program, parent) : undefined;
  program.handlers.push({
    trigger: 'http',
    protocol: 'middleware',
    name: `USE ${prefix === '' ? '/' : prefix}`,
    method: 'ANY',
    path: prefix === '' ? '/' : prefix,
    run,
    evidence: call.at,
    ...(key === undefined ? {} : { router: key }),
  });
  return { takesCallbacks: true };
};

/** Routes of Express, Fastify, Koa, Hono and those like them, with the prefixes their routers are mounted under. */
export const routers: Library = {
  packages: PACKAGES,
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    if (!routerOf(call.callee)) return undefined;
    if (VERBS.has(name)) return route(call);
    if (name === 'use' || name === 'register' || name === 'mount') return mount(call);
    if (name === 'route') return call.args.some((arg) => librariesOf(arg).length > 0) ? mount(call) : routeObject(call);
    if (name === 'prefix') mountPrefix(call);
    return undefined;
  },
};

const mountPrefix = (call: LibraryCall): void => {
  const [prefix] = plainTextsOf(call.args[0]);
  if (prefix !== undefined) mountOf(call.scope.program, call.callee, prefix, undefined);
};

/** The prefixes a router is reached under, through all routers it is mounted in. */
export const prefixesOf = (program: Program, key: string | undefined, depth = 0): readonly string[] => {
  const mounts = key === undefined ? [] : (program.mounts.get(key) ?? []);
  if (mounts.length === 0 || depth > 6) return [''];
  return mounts
    .slice(0, 4)
    .flatMap(({ prefix, parent }) =>
      prefixesOf(program, parent && keyOf(program, parent), depth + 1).map(
        (outer) => `${outer.replace(/\/$/, '')}${prefix === '/' ? '' : prefix}`,
      ),
    );
};
