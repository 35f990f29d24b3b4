import { keyOf } from '../../evaluate/enter.ts';
import { fieldOf, functionsOf, lastStep, optionsOf } from '../../things.ts';
import type {
  Handler,
  Library,
  LibraryCall,
  LibraryThing,
  ObjectThing,
  Program,
  Recognised,
  Thing,
} from '../../types.ts';

const isTrpc = (name: string): boolean =>
  /^@trpc\/server|^@hono\/trpc-server$|^trpc-(?:nuxt|openapi|to-openapi|koa-adapter)$/.test(name);

type Procedure = { readonly name: string; readonly thing: LibraryThing };

const isProcedure = (thing: LibraryThing): boolean => /\.(?:query|mutation|subscription)\(\)$/.test(thing.path);

const ofObject = (object: ObjectThing, prefix: string, program: Program, depth: number): readonly Procedure[] =>
  object.value.entries.slice(0, 200).flatMap(({ key, value }): readonly Procedure[] => {
    const thing = program.evaluate(value.kind === 'spread' ? value.of : value, object.scope);
    const inner = key === undefined ? prefix : `${prefix}${prefix === '' ? '' : '.'}${key}`;
    return proceduresOf(thing, inner, program, depth + 1);
  });

/** The router that a module loaded lazily exports. */
const ofLazy = (thing: LibraryThing, program: Program): readonly Thing[] =>
  (thing.args ?? [])
    .flatMap((arg) => functionsOf(arg))
    .flatMap((fn) => {
      const made = program.call(fn, [], fn.scope);
      if (made.kind !== 'namespace') return [made];
      const names = [...(program.workspace.moduleOf(made.file)?.exports.keys() ?? [])];
      return names.flatMap((name) => program.exported(made.file, name) ?? []);
    });

/** Every procedure below a router, by its dotted path; routers nest, merge and load lazily. */
const proceduresOf = (thing: Thing | undefined, prefix: string, program: Program, depth = 0): readonly Procedure[] =>
  depth > 8
    ? []
    : optionsOf(thing).flatMap((option): readonly Procedure[] => {
        if (option.kind === 'object') return ofObject(option, prefix, program, depth);
        if (option.kind !== 'library' || !isTrpc(option.package)) return [];
        if (isProcedure(option)) return [{ name: prefix, thing: option }];
        const name = lastStep(option.path);
        const inner =
          name === 'lazy()'
            ? ofLazy(option, program)
            : name === 'router()' || name === 'mergeRouters()'
              ? (option.args ?? [])
              : [];
        return inner.flatMap((one) => proceduresOf(one, prefix, program, depth + 1));
      });

/** The resolver, after the middleware that its procedure was built with. */
const runOf = (procedure: LibraryThing): readonly Thing[] => {
  const run: Thing[] = [];
  for (let step: LibraryThing | undefined = procedure; step; step = step.parent)
    if (step.args && (step === procedure || step.path.endsWith('.use()')))
      run.unshift(...step.args.flatMap((arg) => functionsOf(arg)));
  return run;
};

/** What `createContext` gives is what resolvers take apart as `ctx`. */
const giveContext = (run: readonly Thing[], context: Thing | undefined, program: Program): void => {
  if (!context || context.kind === 'unknown') return;
  for (const fn of run.flatMap((thing) => functionsOf(thing))) program.enter(fn, []).locals.set('ctx', context);
};

const handlerOf = ({ name, thing }: Procedure, run: readonly Thing[], call: LibraryCall): Handler => ({
  trigger: 'rpc',
  protocol: 'trpc',
  name,
  run,
  evidence: { ...(thing.at ?? call.at), note: `trpc ${name}` },
});

/** An adapter is handed the router that it serves. */
export const noteTrpc = (call: LibraryCall): Recognised | undefined => {
  const { program } = call.scope;
  const options = call.args.flatMap((arg) => [arg, fieldOf(arg, 'trpcOptions', program) ?? arg]);
  const router = options.map((arg) => fieldOf(arg, 'router', program)).find((thing) => thing !== undefined);
  const procedures = proceduresOf(router, '', program);
  const key = router && `trpc ${keyOf(program, router)}`;
  if (key === undefined || procedures.length === 0 || program.mounts.has(key)) return undefined;
  program.mounts.set(key, []);
  const [factory] = options.flatMap((arg) => functionsOf(fieldOf(arg, 'createContext', program)));
  const context = factory && program.call(factory, [], factory.scope);
  for (const procedure of procedures) {
    const run = runOf(procedure.thing);
    giveContext(run, context, program);
    program.handlers.push(handlerOf(procedure, run, call));
  }
  return { takesCallbacks: true };
};

/** Servers of tRPC: procedures are operations, run when they are asked for. */
export const trpcServers: Library = {
  packages: isTrpc,
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    if (/^(?:query|mutation|subscription|use|middleware|router|input|output)$/.test(name))
      return { takesCallbacks: true };
    return noteTrpc(call);
  },
};
