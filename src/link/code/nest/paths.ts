import { keyOf } from '../evaluate/enter.ts';
import { joinPaths } from '../libraries/servers/mounts.ts';
import { fieldOf, itemsOf, lastStep, librariesOf, optionsOf, plainTextsOf } from '../things.ts';
import type { ClassThing, Library, Program, Thing } from '../types.ts';
import type { VersionedBy } from '../web.ts';
import { decoratorNamed } from './modules.ts';

/** `v1`, or what else stands before the number; only where versions are part of the path. */
const versioning = (options: Thing | undefined, program: Program): Program['web']['versions'] => {
  const [type] = librariesOf(fieldOf(options, 'type', program));
  if (type && lastStep(type.path) !== 'URI') return undefined;
  const [prefix] = plainTextsOf(fieldOf(options, 'prefix', program));
  const isBare = optionsOf(fieldOf(options, 'prefix', program)).some((one) => one.kind === 'boolean' && !one.boolean);
  const [standard] = plainTextsOf(fieldOf(options, 'defaultVersion', program));
  return { prefix: isBare ? '' : (prefix ?? 'v'), ...(standard === undefined ? {} : { standard }) };
};

/** Where else the version of a request may stand. */
const versionedBy = (options: Thing | undefined, program: Program): VersionedBy['by'] | undefined => {
  const [type] = librariesOf(fieldOf(options, 'type', program));
  switch (type && lastStep(type.path)) {
    case 'HEADER':
      return 'header';
    case 'MEDIA_TYPE':
      return 'media type';
    case 'CUSTOM':
      return 'request';
    default:
      return isVersionedElsewhere(fieldOf(options, 'defaultVersion', program)) ? 'path' : undefined;
  }
};

/** A version for all routes that is set outside the repository: `defaultVersion: configService.get('API_VERSION')`. */
const isVersionedElsewhere = (standard: Thing | undefined): boolean =>
  standard !== undefined &&
  standard.kind !== 'nothing' &&
  plainTextsOf(standard).length === 0 &&
  !librariesOf(standard).some(({ path }) => lastStep(path) === 'VERSION_NEUTRAL');

const excluded = (options: Thing | undefined, program: Program): readonly string[] =>
  itemsOf(fieldOf(options, 'exclude', program))
    .flatMap((item) => [...plainTextsOf(item), ...plainTextsOf(fieldOf(item, 'path', program))])
    .map((path) => joinPaths(path));

/** What an application of Nest says of all its routes. */
export const nestApplication: Library = {
  packages: ['@nestjs/core', '@nestjs/common', '@nestjs/platform-express', '@nestjs/platform-fastify'],
  recognise: ({ callee, args, scope, at }) => {
    const { program } = scope;
    const name = lastStep(callee.path);
    const [prefix] = name === 'setGlobalPrefix' ? plainTextsOf(args[0]) : [];
    if (prefix !== undefined) program.web.global = { prefix, exclude: excluded(args[1], program) };
    const versions = name === 'enableVersioning' ? versioning(args[0], program) : undefined;
    if (versions) program.web.versions = versions;
    const by = name === 'enableVersioning' ? versionedBy(args[0], program) : undefined;
    if (by) program.web.versionedBy = { by, at };
    // A prefix that is set outside may be the version.
    if (name === 'setGlobalPrefix' && prefix === undefined) program.web.versionedBy ??= { by: 'path', at };
    return undefined;
  },
  mounted: (module, program) => {
    if (/^RouterModule\.(?:register|forRoutes)\(\)$/.test(module.path)) noteRoutes(module.args?.[0], '', program);
  },
};

const controllersOf = (module: ClassThing): readonly Thing[] => {
  const [arg] = decoratorNamed(module, 'Module')?.args ?? [];
  return arg
    ? itemsOf(fieldOf(module.scope.program.evaluate(arg, module.scope), 'controllers', module.scope.program))
    : [];
};

/** `RouterModule.register([{ path, module, children }])` */
const noteRoutes = (routes: Thing | undefined, outer: string, program: Program): void => {
  for (const route of itemsOf(routes)) {
    const [own = ''] = plainTextsOf(fieldOf(route, 'path', program));
    const path = joinPaths(outer, own);
    const modules = [fieldOf(route, 'module', program), route].flatMap((thing) => optionsOf(thing));
    for (const module of modules) {
      if (module.kind !== 'class') continue;
      for (const controller of controllersOf(module)) program.web.controllers.set(keyOf(program, controller), path);
    }
    noteRoutes(fieldOf(route, 'children', program), path, program);
  }
};

/** `routePrefix` of routing-controllers. */
export const routingControllers: Library = {
  packages: ['routing-controllers'],
  recognise: ({ callee, args, scope }) => {
    if (!/^(?:create(?:Express|Koa|)Server|use(?:Express|Koa|)Server|createExpressServer)$/.test(callee.path))
      return undefined;
    const prefix = args.flatMap((arg) => plainTextsOf(fieldOf(arg, 'routePrefix', scope.program)))[0];
    if (prefix !== undefined) scope.program.web.global = { prefix, exclude: [] };
    return undefined;
  },
};

/** The prefix that all routes of a Nest application share. */
export const basePath = (program: Program): { readonly base?: string } => {
  const base = joinPaths(program.web.global?.prefix ?? '');
  return base === '' ? {} : { base };
};

/** The whole path of a controller's route: global prefix, version, module, controller, method. */
export const fullPath = (controller: ClassThing, own: readonly string[], version: string | undefined): string => {
  const { web } = controller.scope.program;
  const module = web.controllers.get(keyOf(controller.scope.program, controller)) ?? '';
  const path = joinPaths(module, ...own);
  const prefix = web.global && !isExcluded(path, web.global.exclude) ? web.global.prefix : '';
  const number = version ?? web.versions?.standard;
  const versioned = web.versions && number !== undefined && number !== '' ? `${web.versions.prefix}${number}` : '';
  const full = joinPaths(prefix, versioned, path);
  return full === '' ? '/' : full;
};

const isExcluded = (path: string, exclude: readonly string[]): boolean =>
  exclude.some((item) => {
    const pattern = item.replace(/\/?(?:\(\.\*\)|\{?\*\w*\}?)$/, '');
    return path === item || (pattern !== item && (path === pattern || path.startsWith(`${pattern}/`)));
  });
