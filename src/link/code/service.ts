import type { Service } from '../../model/model.ts';
import { brokersIn } from './brokers.ts';
import { contractUsesIn } from './contract-uses.ts';
import { sagasIn } from './sagas.ts';
import { conductOf } from './conduct.ts';
import { cutsIn } from './cuts.ts';
import { noteStored } from './evaluate/enter.ts';
import { filesOf } from './files.ts';
import { noteFunctions } from './functions.ts';
import { openingsOf } from './join/openings.ts';
import { piecesOf } from './join/pieces.ts';
import { uniqueKeysOf } from './join/uniques.ts';
import { prefixesOf } from './libraries/routers.ts';
import { noteSchemas } from './libraries/rpc/moleculer.ts';
import { noteFileRoutes } from './libraries/servers/file-routes.ts';
import { noteEntities } from './libraries/stores/entities.ts';
import { noteClasses } from './nest/classes.ts';
import { endedIn, interceptedWithin } from './nest/deadlines.ts';
import { noteModules } from './nest/modules.ts';
import { startProgram } from './program.ts';
import { noteRegistrations } from './registrations.ts';
import type { Entrance, ServiceCode } from './service-code.ts';
import { strangersIn } from './strangers.ts';
import { throttlesIn } from './throttles.ts';
import type { ClassThing, Deed, DeedKind, Handler, Program, Thing, Workspace } from './types.ts';
import { type Doings, withTaken } from './taken.ts';
import { traitsIn } from './traits.ts';
import { injectedIn } from './walk/bases.ts';
import { noteDispatch } from './walk/dispatch.ts';
import { noteReactions } from './walk/reactions.ts';
import { deedsOf, ofBase } from './walk/walk.ts';

const classesOf = (program: Program): readonly ClassThing[] =>
  program.files.flatMap((file) => {
    const module = program.workspace.moduleOf(file);
    const scope = module && program.generic(module, 0);
    return scope ? scope.module.fact.classes.map((_, id): ClassThing => ({ kind: 'class', scope, id })) : [];
  });

const started = (program: Program): readonly Deed[] =>
  program.files.flatMap((file) => {
    const module = program.workspace.moduleOf(file);
    return module ? deedsOf(program.generic(module, 0)) : [];
  });

const runOf = (thing: Thing): readonly Deed[] =>
  thing.kind === 'function' ? deedsOf(thing.scope.program.enter(thing, [])) : [];

type Handled = { readonly handler: Handler; readonly deeds: readonly Deed[] };

/** Enters every handler; a handler may register more while it runs. */
const handled = (program: Program, from: number): readonly Handled[] => {
  const operations: Handled[] = [];
  const waiting = interceptedWithin(program);
  for (let next = from; next < program.handlers.length && next < 5_000; next++) {
    const handler = program.handlers[next];
    if (!handler) continue;
    const deeds = [...(handler.deeds ?? []), ...handler.run.flatMap(runOf)];
    operations.push({ handler, deeds: handler.trigger === 'start' ? deeds : endedIn(deeds, waiting) });
  }
  return operations;
};

/** Functions of the service itself that nothing has entered: called by a framework, or in a way not understood. */
const swept = (program: Program): readonly Deed[] =>
  program.files.flatMap((file) => {
    const module = program.own.has(file) ? program.workspace.moduleOf(file) : undefined;
    if (!module) return [];
    return module.fact.functions.flatMap((fact, fn) => {
      const isIdle = fn === 0 || fact.calls.length === 0 || program.memo.visited.has(`${file}#${fn}`);
      return isIdle ? [] : deedsOf(program.generic(module, fn));
    });
  });

/** Links the code of one service. */
export const linkService = (service: Service, workspace: Workspace): ServiceCode => {
  const { files, own } = filesOf(service, workspace);
  const program = startProgram(service, workspace, files, own);
  const classes = classesOf(program);
  noteDispatch(program, classes);
  noteRegistrations(program);
  noteEntities(program, classes);
  noteModules(program, classes);
  noteStored(program);
  noteReactions(program, classes);
  const start = started(program);
  noteClasses(program, classes);
  noteFileRoutes(program);
  noteFunctions(program);
  noteSchemas(program);
  const first = handled(program, 0);
  const before = program.handlers.length;
  const traits = traitsIn(program, new Set(program.memo.visited));
  const loose = [...swept(program), ...injectedIn(program).flatMap((instance) => ofBase(instance))];
  const all = { operations: [...first, ...handled(program, before)], start, loose: [...loose, ...program.aside] };
  return { ...codeOf(program, withTaken(all)), traits };
};

/** What was found, as plain data: the program and its scopes are let go. */
const codeOf = (program: Program, { operations, start, loose }: Doings): Omit<ServiceCode, 'traits'> => {
  const plain = plainDeeds();
  const deeds = new Set([...operations.flatMap((item) => item.deeds), ...start, ...loose]);
  return {
    service: program.service.name,
    operations: operations.map(({ handler, deeds: done }) => ({
      entrance: entranceOf(handler),
      paths: pathsOf(program, handler),
      deeds: done.map(plain),
    })),
    start: start.map(plain),
    loose: loose.map(plain),
    openings: openingsOf(program, deeds),
    bindings: program.bindings,
    queues: program.queues,
    servers: program.servers,
    brokers: brokersIn(program),
    sagas: sagasIn(program),
    contractUses: contractUsesIn(program),
    transports: program.transports,
    uniqueKeys: uniqueKeysOf(program),
    ...(program.web.versionedBy ? { versionedBy: program.web.versionedBy } : {}),
    pieces: piecesOf(program),
    size: sizeOf(program),
    endpoints: endpointsIn(program),
    throttles: throttlesIn(program),
    isReadable: program.own.size > 0,
    strangers: strangersIn(program),
    cuts: cutsIn(program),
    isCutShort: program.memo.fuel <= 0,
  };
};

const endpointsIn = (program: Program): ServiceCode['endpoints'] =>
  program.files.flatMap((file) =>
    (program.workspace.moduleOf(file)?.fact.endpoints ?? []).flatMap(({ text, at, role }) => {
      if (role === 'shown') return [];
      const evidence = { file, line: at[0], column: at[1], basis: 'inferred' } as const;
      return [{ text, ...(role ? { role } : {}), evidence }];
    }),
  );

const entranceOf = ({ run, deeds: _deeds, router: _router, ...entrance }: Handler): Entrance =>
  entrance.channel ? { ...entrance, conduct: conductOf(run) } : entrance;

/** Deeds without the scopes they were done in; what was shared stays shared. */
const plainDeeds = (): ((deed: Deed) => Deed) => {
  const kinds = new Map<DeedKind, DeedKind>();
  const made = new Map<Deed, Deed>();
  return (deed) => {
    if (deed.what.kind !== 'data' || !deed.what.through) return deed;
    const { through: _through, ...rest } = deed.what;
    const what = kinds.get(deed.what) ?? rest;
    const plain = made.get(deed) ?? { ...deed, what };
    kinds.set(deed.what, what);
    made.set(deed, plain);
    return plain;
  };
};

const pathsOf = (program: Program, { path, router }: Handler): readonly string[] =>
  path === undefined
    ? []
    : prefixesOf(program, router).map(
        (prefix) => `${prefix.replace(/\/$/, '')}${path === '/' && prefix !== '' ? '' : path}`,
      );

/** Function 0 of a module is the module itself. */
const sizeOf = ({ own, workspace }: Program): ServiceCode['size'] => ({
  files: own.size,
  functions: [...own].reduce(
    (sum, file) => sum + Math.max(0, (workspace.moduleOf(file)?.fact.functions.length ?? 1) - 1),
    0,
  ),
});
