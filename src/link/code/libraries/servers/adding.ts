import { itemsOf, optionsOf, shapesOf } from '../../things.ts';
import type { Handler, LibraryCall, Thing } from '../../types.ts';
import { keyOfRouter, routerOf } from './mounts.ts';

/** Packages whose applications and routers take routes. */
export const PACKAGES = [
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
  'hapi',
  'micro',
  'lambda-api',
  'express-async-router',
];

/** Functions among the arguments, in lists, and in what a package has put around them: `asyncHandler(list)`. */
export const handlersIn = (args: readonly Thing[], depth = 0): readonly Thing[] =>
  args.flatMap((arg) =>
    optionsOf(arg).flatMap((option): readonly Thing[] => {
      if (option.kind === 'function') return [option];
      if (depth > 2) return [];
      if (option.kind === 'array') return handlersIn(option.items, depth + 1);
      const isWrapped = option.kind === 'library' && option.path.endsWith('()') && !PACKAGES.includes(option.package);
      return isWrapped ? handlersIn(option.args ?? [], depth + 1) : [];
    }),
  );

/** One path, or a list of them. */
export const pathsOf = (arg: Thing | undefined): readonly string[] => {
  const direct = shapesOf(arg);
  return direct.length > 0 ? direct : itemsOf(arg).flatMap((item) => shapesOf(item));
};

/** Registers a route on the router that a call was made on. */
export const addRoute = (call: LibraryCall, method: string, path: string, run: readonly Thing[]): void => {
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
    ...(router ? { router: keyOfRouter(router, program) } : {}),
  };
  program.handlers.push(handler);
};
