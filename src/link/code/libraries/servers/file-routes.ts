import type { Evidence } from '../../../../model/evidence.ts';
import { isTest } from '../../../../model/aside.ts';
import { folderOf } from '../../../../model/paths.ts';
import { functionsOf, librariesOf } from '../../things.ts';
import type { Handler, Program, Thing } from '../../types.ts';
import { joinPaths } from './mounts.ts';

type Route = { readonly method: string; readonly path: string; readonly exported: string };
/** How a framework turns files into routes: what a file answers, told from its path below the package. */
type Framework = {
  readonly packages: readonly string[];
  readonly routes: (path: string, exports: (name: string) => boolean) => readonly Route[];
};

const CODE = String.raw`\.[cm]?[jt]sx?$`;
const VERBS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** `[id]`, `[...all]`, `[[...all]]`, `(group)` and `@slot`, as Next.js and Nuxt write them. */
const bracketed = (path: string): string =>
  joinPaths(
    ...path
      .split('/')
      .filter((part) => !/^\(.*\)$|^@/.test(part))
      .map((part) => part.replace(/\[?\[\.\.\.(\w*)\]\]?/g, '*$1').replace(/\[\[?(\w+)(?:=\w+)?\]?\]/g, ':$1')),
  );

const verbs = (path: string, exports: (name: string) => boolean): readonly Route[] =>
  VERBS.filter((name) => exports(name)).map((method) => ({ method, path, exported: method }));

const next: Framework = {
  packages: ['next'],
  routes: (path, exports) => {
    const app = new RegExp(String.raw`^(?:src/)?app/(?:(.*)/)?route${CODE}`).exec(path);
    if (app) return verbs(bracketed(app[1] ?? '') || '/', exports);
    const page = new RegExp(String.raw`^(?:src/)?pages/(api/.*?)(?:/?index)?${CODE}`).exec(path);
    return page ? [{ method: 'ANY', path: bracketed(page[1] ?? ''), exported: 'default' }] : [];
  },
};

const nitro: Framework = {
  packages: ['nuxt', 'nitropack', 'nitro', '@analogjs/platform'],
  routes: (path) => {
    const match = new RegExp(
      String.raw`^(?:src/)?(?:server/)?(api|routes)/(.*?)(?:\.(get|post|put|patch|delete|head|options))?${CODE}`,
    ).exec(path);
    if (!match) return [];
    const below = bracketed(`${match[1] === 'api' ? 'api/' : ''}${match[2] ?? ''}`).replace(/\/index$/, '');
    return [{ method: match[3]?.toUpperCase() ?? 'ANY', path: below === '' ? '/' : below, exported: 'default' }];
  },
};

const svelteKit: Framework = {
  packages: ['@sveltejs/kit'],
  routes: (path, exports) => {
    const match = new RegExp(String.raw`^src/routes/(?:(.*)/)?\+server${CODE}`).exec(path);
    return match ? verbs(bracketed(match[1] ?? '') || '/', exports) : [];
  },
};

const remix: Framework = {
  packages: ['@remix-run/node', '@remix-run/react', '@react-router/node', '@react-router/dev'],
  routes: (path, exports) => {
    const match = new RegExp(String.raw`^app/routes/(.*?)(?:/route)?${CODE}`).exec(path);
    if (!match) return [];
    const parts = (match[1] ?? '').split(/[./]/).filter((part) => !part.startsWith('_') && part !== 'index');
    const below = joinPaths(...parts.map((part) => part.replace(/^\$$/, '*').replace(/^\$/, ':').replace(/_$/, '')));
    const full = below === '' ? '/' : below;
    return [
      ...(exports('loader') ? [{ method: 'GET', path: full, exported: 'loader' }] : []),
      ...(exports('action') ? [{ method: 'POST', path: full, exported: 'action' }] : []),
    ];
  },
};

const FRAMEWORKS: readonly Framework[] = [next, nitro, svelteKit, remix];

/** The folder of the nearest manifest above a file, with what it depends on. */
const packageAbove = (
  file: string,
  program: Program,
): { readonly folder: string; readonly names: ReadonlySet<string> } => {
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    const [fact] = program.workspace.index.inFile(folder === '' ? 'package.json' : `${folder}/package.json`, 'package');
    if (fact || folder === '')
      return {
        folder,
        names: new Set([...Object.keys(fact?.dependencies ?? {}), ...Object.keys(fact?.devDependencies ?? {})]),
      };
  }
};

/** A folder of an Nx or Turborepo application has no manifest of its own: what its pages lie in starts it. */
const below = (file: string, folder: string): string => {
  const path = folder === '' ? file : file.slice(folder.length + 1);
  const match =
    /^(?:apps|packages|services|frontends?|clients?)\/(?:[^/]+\/)+?((?:src\/)?(?:app|pages|server|routes)\/.*)$/.exec(
      path,
    );
  return match?.[1] ?? path;
};

/** The functions of what a file exports, also inside `defineEventHandler(…)` and the like. */
const runOf = (thing: Thing | undefined): readonly Thing[] => [
  ...functionsOf(thing),
  ...librariesOf(thing).flatMap((made) => (made.args ?? []).flatMap((arg) => functionsOf(arg))),
];

const handlerOf = ({ method, path }: Route, run: readonly Thing[], evidence: Evidence): Handler => ({
  trigger: 'http',
  protocol: 'http',
  name: `${method} ${path}`,
  method,
  path,
  run,
  evidence: { ...evidence, note: `${method} ${path}` },
});

const LIKELY = /(?:^|\/)(?:app|pages|server|routes|api)\//;

/** Registers the routes that files stand for, in frameworks that route by file. */
export const noteFileRoutes = (program: Program): void => {
  for (const file of program.own) {
    if (!LIKELY.test(file) || isTest(file)) continue;
    const { folder, names } = packageAbove(file, program);
    const framework = FRAMEWORKS.find(({ packages }) => packages.some((name) => names.has(name)));
    const module = framework && program.workspace.moduleOf(file);
    if (!framework || !module) continue;
    const exports = (name: string): boolean =>
      module.exports.has(name) || (name === 'default' && module.exports.has('='));
    for (const route of framework.routes(below(file, folder), exports)) {
      const at = module.exports.get(route.exported)?.[0]?.at ?? [1, 1];
      const evidence: Evidence = { file, line: at[0], column: at[1], basis: 'inferred' };
      program.handlers.push(handlerOf(route, runOf(program.exported(file, route.exported)), evidence));
    }
  }
};
