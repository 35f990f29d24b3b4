import { keyOf } from '../../evaluate/enter.ts';
import { fieldOf, plainTextsOf } from '../../things.ts';
import type { LibraryThing, Program, Thing } from '../../types.ts';

const ROOT =
  /(?:^|\.)(?:express|Router|fastify|Fastify|Hono|OpenAPIHono|Koa|KoaRouter|Elysia|createServer|server|Server|App|PromiseRouter|Express|FastifyInstance|Application|RouterType|IRouter)?\(\)$/;
const STEP = /\.(?:use|get|post|put|patch|delete|all|route|register)\(\)$/;

/** The application or router that a chain of calls started with; a base path starts a router of its own. */
export const routerOf = (callee: LibraryThing): LibraryThing | undefined => {
  let found: LibraryThing | undefined;
  for (let step: LibraryThing | undefined = callee; step; step = step.parent) {
    if (step.args && step.path.endsWith('.basePath()')) return step;
    if (step.path.endsWith('()') && ROOT.test(step.path) && !STEP.test(step.path)) found = step;
  }
  return found;
};

/** One slash between, none at the end: `v1` and `/orders/` make `/v1/orders`. */
export const joinPaths = (...parts: readonly string[]): string =>
  parts
    .map((part) => part.replace(/^\/+|\/+$/g, ''))
    .reduce((path, part) => (part === '' ? path : `${path}/${part}`), '');

/** The key of a router; what it was given when it was made is noted on the way. */
export const keyOfRouter = (router: LibraryThing, program: Program): string => {
  const key = keyOf(program, router);
  if (router.path.endsWith('.basePath()')) {
    const outer = router.parent && routerOf(router.parent);
    const [prefix = ''] = plainTextsOf(router.args?.[0]);
    if (!program.mounts.has(key)) program.mounts.set(key, [{ prefix, parent: outer }]);
    return key;
  }
  if (!program.web.prefixes.has(key)) {
    const [prefix = ''] = plainTextsOf(fieldOf(router.args?.[0], 'prefix', program));
    program.web.prefixes.set(key, prefix);
  }
  return key;
};

/** Notes that a router is reached through another one, under a prefix. */
export const mountOf = (
  program: Program,
  child: LibraryThing,
  prefix: string,
  parent: LibraryThing | undefined,
): void => {
  const router = routerOf(child);
  if (!router || router === parent) return;
  const key = keyOfRouter(router, program);
  if (parent) keyOfRouter(parent, program);
  const isBased = router.path.endsWith('.basePath()');
  const own = isBased ? (plainTextsOf(router.args?.[0])[0] ?? '') : '';
  const before = isBased
    ? (program.mounts.get(key) ?? []).filter((mount) => mount.parent?.path !== router.parent?.path)
    : (program.mounts.get(key) ?? []);
  program.mounts.set(key, [...before, { prefix: joinPaths(prefix, own), parent }]);
};

/** `router.prefix('/v1')` */
export const prefixWith = (program: Program, router: LibraryThing | undefined, prefix: Thing | undefined): void => {
  const [text] = plainTextsOf(prefix);
  if (router && text !== undefined) program.web.prefixes.set(keyOf(program, router), text);
};

/** The prefixes a router is reached under, through all routers it is mounted in. */
export const prefixesOf = (program: Program, key: string | undefined, depth = 0): readonly string[] => {
  const own = key === undefined ? '' : (program.web.prefixes.get(key) ?? '');
  const mounts = key === undefined ? [] : (program.mounts.get(key) ?? []);
  if (mounts.length === 0 || depth > 6) return [joinPaths(own)];
  const outer = mounts
    .slice(0, 4)
    .flatMap(({ prefix, parent }) =>
      prefixesOf(program, parent && keyOf(program, parent), depth + 1).map((path) => joinPaths(path, prefix, own)),
    );
  return [...new Set(outer)];
};
