import { classFactOf, lineOf } from '../../evaluate/classes.ts';
import { fieldOf, functionsOf, lastStep, librariesOf, optionsOf } from '../../things.ts';
import type { InstanceThing, LibraryCall, LibraryThing, ObjectThing, Program, Recognised, Thing } from '../../types.ts';
import { pascal, rpcHandler } from '../descriptors.ts';
import { describedBy } from './names.ts';

type Methods = readonly (readonly [name: string, run: readonly Thing[]])[];

const ofObject = (object: ObjectThing, program: Program): Methods =>
  object.value.entries.flatMap(({ key, value }): Methods => {
    if (key !== undefined) return [[key, functionsOf(program.evaluate(value, object.scope))]];
    return value.kind === 'spread' ? methodsOf(program.evaluate(value.of, object.scope), program) : [];
  });

/** Methods, and fields that hold functions, of a class and its base classes. */
const ofInstance = (instance: InstanceThing, program: Program): Methods => {
  const names = lineOf(instance.of).flatMap((of) => {
    const fact = classFactOf(of);
    const methods = (fact?.methods ?? []).map((id) => of.scope.module.fact.functions[id]?.name ?? 'constructor');
    const fields = (fact?.fields ?? []).filter(({ value }) => value?.kind === 'function').map(({ name }) => name);
    return [...methods, ...fields];
  });
  return [...new Set(names)].flatMap((name): Methods =>
    name === 'constructor' ? [] : [[name, functionsOf(program.member(instance, name, instance.of.scope))]],
  );
};

const ofModule = (file: string, program: Program): Methods =>
  [...(program.workspace.moduleOf(file)?.exports.keys() ?? [])].flatMap((name): Methods => {
    const run = functionsOf(program.exported(file, name));
    return run.length > 0 ? [[name, run]] : [];
  });

/** What implements a service: an object of functions, an instance, or all that a module exports. */
const methodsOf = (implementation: Thing | undefined, program: Program): Methods =>
  optionsOf(implementation).flatMap((option): Methods => {
    if (option.kind === 'object') return ofObject(option, program);
    if (option.kind === 'namespace') return ofModule(option.file, program);
    return option.kind === 'instance' ? ofInstance(option, program) : [];
  });

/** Registers what answers the methods of a service. */
export const implement = (
  call: LibraryCall,
  descriptor: Thing | undefined,
  implementation: Thing | undefined,
): Recognised => {
  const { program } = call.scope;
  const service = describedBy(descriptor, program);
  if (service === undefined) return {};
  for (const [name, run] of methodsOf(implementation, program)) {
    const method = pascal(name);
    const evidence = { ...call.at, note: `${service}/${method}` };
    program.handlers.push(rpcHandler({ service, method, run, evidence }));
  }
  return { takesCallbacks: true };
};

/** `router.rpc(Orders.method.place, …)` of Connect, or `router.rpc(Orders, Orders.methods.place, …)` as it was. */
export const implementOne = (call: LibraryCall): Recognised => {
  const { program } = call.scope;
  for (const thing of call.args.flatMap((arg) => librariesOf(arg))) {
    const match = /^(.*)\.methods?\.(\w+)$/.exec(thing.path);
    if (!match) continue;
    const service = describedBy({ ...thing, path: match[1] ?? '' }, program) ?? match[1] ?? '';
    const method = pascal(match[2] ?? '');
    const evidence = { ...call.at, note: `${service}/${method}` };
    program.handlers.push(rpcHandler({ service, method, run: call.args.flatMap((arg) => functionsOf(arg)), evidence }));
  }
  return { takesCallbacks: true };
};

const CONNECT = /^@(?:connectrpc|bufbuild)\/connect/;

/** Adapters of Connect run the functions that they are given as `routes` with a router. */
export const noteRoutes = (args: readonly Thing[], { scope, callee }: LibraryCall): Recognised | undefined => {
  const isAdapter = CONNECT.test(callee.package)
    ? /(?:Adapter|Middleware|Plugin|createRouterTransport)$/.test(lastStep(callee.path))
    : args.some((arg) => librariesOf(arg).some(({ package: name }) => CONNECT.test(name)));
  if (!isAdapter) return undefined;
  const given = args.flatMap((arg) => functionsOf(fieldOf(arg, 'routes', scope.program)));
  const routes = given.length > 0 ? given : args.flatMap((arg) => functionsOf(arg));
  const router: LibraryThing = {
    kind: 'library',
    package: '@connectrpc/connect',
    path: 'ConnectRouter()',
    args: [],
    scope,
  };
  return { takesCallbacks: true, follows: routes.map((fn) => ({ fn, args: [router] })) };
};
