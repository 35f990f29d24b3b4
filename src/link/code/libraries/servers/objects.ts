import { fieldOf, itemsOf, librariesOf, plainTextsOf, shapesOf } from '../../things.ts';
import type { LibraryCall, Program, Recognised, Thing } from '../../types.ts';
import { addRoute, handlersIn, pathsOf } from './adding.ts';

/** `app.on('PUT', '/x', …)` of Hono. */
export const routeOn = (call: LibraryCall): Recognised | undefined => {
  const [methods, paths, ...rest] = call.args;
  const run = handlersIn(rest);
  const found = pathsOf(paths).filter((path) => path.startsWith('/'));
  if (found.length === 0 || run.length === 0) return undefined;
  for (const method of pathsOf(methods)) for (const path of found) addRoute(call, method.toUpperCase(), path, run);
  return { takesCallbacks: true };
};

type Described = { readonly path: string; readonly methods: readonly string[]; readonly run: readonly Thing[] };

/** `{ method, url, handler }`, as Fastify, hapi and OpenAPI routes of Hono have it. */
const described = (thing: Thing | undefined, program: Program): Described | undefined => {
  const path = shapesOf(fieldOf(thing, 'url', program) ?? fieldOf(thing, 'path', program))[0];
  const methods = fieldOf(thing, 'method', program);
  const names = [...plainTextsOf(methods), ...itemsOf(methods).flatMap((item) => plainTextsOf(item))];
  const given = ['handler', 'options.handler', 'config.handler'].map((key) => fieldOf(thing, key, program));
  return path === undefined
    ? undefined
    : { path, methods: names, run: handlersIn(given.flatMap((one) => (one ? [one] : []))) };
};

/** `server.route({ method, url, handler })` of Fastify and hapi. */
export const routeObject = (call: LibraryCall): Recognised | undefined => {
  const all = [...call.args, ...itemsOf(call.args[0])];
  const known = all.flatMap((arg) => described(arg, call.scope.program) ?? []);
  for (const { path, methods, run } of known)
    for (const method of methods) addRoute(call, method === '*' ? 'ANY' : method.toUpperCase(), path, run);
  return known.length > 0 ? { takesCallbacks: true } : undefined;
};

/** `app.openapi(createRoute({ method, path }), handler)` */
export const routeOpenapi = (call: LibraryCall): Recognised | undefined => {
  const [made] = librariesOf(call.args[0]);
  const known = described(made?.args?.[0], call.scope.program);
  if (!known) return undefined;
  for (const method of known.methods) addRoute(call, method.toUpperCase(), known.path, handlersIn(call.args.slice(1)));
  return { takesCallbacks: true };
};
