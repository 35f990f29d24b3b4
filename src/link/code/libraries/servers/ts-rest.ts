import { fieldOf, functionsOf, lastStep, librariesOf, optionsOf, plainTextsOf } from '../../things.ts';
import type { Library, LibraryCall, Program, Thing } from '../../types.ts';

type Route = { readonly method: string; readonly path: string; readonly run: readonly Thing[] };

/** What a router of ts-rest was made of; an object stands for itself. */
const contents = (thing: Thing | undefined, index: number): readonly Thing[] => [
  ...optionsOf(thing).filter(({ kind }) => kind === 'object'),
  ...librariesOf(thing).flatMap((made) => (made.path.endsWith('router()') ? optionsOf(made.args?.[index]) : [])),
];

const prefixOf = (contract: Thing | undefined, program: Program): string =>
  librariesOf(contract).flatMap((made) => plainTextsOf(fieldOf(made.args?.[1], 'pathPrefix', program)))[0] ?? '';

/** The routes of a contract, each with the function of the same name in the implementation. */
const routesOf = (
  contract: Thing | undefined,
  done: Thing | undefined,
  program: Program,
  outer = '',
): readonly Route[] => {
  const prefix = outer + prefixOf(contract, program);
  return contents(contract, 0).flatMap((option): readonly Route[] => {
    if (option.kind !== 'object') return [];
    const [method] = plainTextsOf(fieldOf(option, 'method', program));
    const [path] = plainTextsOf(fieldOf(option, 'path', program));
    if (method !== undefined && path !== undefined) {
      const run = [...functionsOf(done), ...functionsOf(fieldOf(done, 'handler', program))];
      return [{ method: method.toUpperCase(), path: prefix + path, run }];
    }
    const given = contents(done, 1);
    return option.value.entries.slice(0, 60).flatMap(({ key }) => {
      if (key === undefined) return [];
      const inner = given.map((one) => fieldOf(one, key, program)).find((one) => one !== undefined);
      return routesOf(fieldOf(option, key, program), inner, program, prefix);
    });
  });
};

const serve = ({ args, at, scope }: LibraryCall): void => {
  for (const { method, path, run } of routesOf(args[0], args[1], scope.program)) {
    const name = `${method} ${path}`;
    scope.program.handlers.push({
      trigger: 'http',
      protocol: 'http',
      name,
      method,
      path,
      run,
      evidence: { ...at, note: name },
    });
  }
};

const SERVES =
  /^(?:createExpressEndpoints|createNextRouter|createNextHandler|createFetchHandler|createLambdaHandler|registerRouter)$/;

/** ts-rest: a contract served by an object of functions. */
export const tsRestServers: Library = {
  packages: (name) => /^@ts-rest\/(?!core)/.test(name),
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    if (SERVES.test(name)) serve(call);
    return SERVES.test(name) || name === 'router' ? { takesCallbacks: true } : undefined;
  },
};
