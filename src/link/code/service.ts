import type { Service } from '../../model/model.ts';
import { filesOf } from './files.ts';
import { noteEntities } from './libraries/stores/entities.ts';
import { noteClasses } from './nest/classes.ts';
import { noteModules } from './nest/modules.ts';
import { startProgram } from './program.ts';
import { noteRegistrations } from './registrations.ts';
import type { ClassThing, Deed, Handler, Program, Thing, Workspace } from './types.ts';
import { noteDispatch } from './walk/dispatch.ts';
import { deedsOf } from './walk/walk.ts';

/** What a service offers and does, before it is known who else is there. */
export type Linked = {
  readonly program: Program;
  readonly operations: readonly { readonly handler: Handler; readonly deeds: readonly Deed[] }[];
  /** What runs when the process starts. */
  readonly start: readonly Deed[];
  /** What functions do that nothing known calls: they make edges, but belong to no operation. */
  readonly loose: readonly Deed[];
};

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

/** Enters every handler; a handler may register more while it runs. */
const handled = (program: Program, from: number): Linked['operations'] => {
  const operations: { handler: Handler; deeds: readonly Deed[] }[] = [];
  for (let next = from; next < program.handlers.length && next < 5_000; next++) {
    const handler = program.handlers[next];
    if (handler) operations.push({ handler, deeds: [...(handler.deeds ?? []), ...handler.run.flatMap(runOf)] });
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
export const linkService = (service: Service, workspace: Workspace): Linked => {
  const { files, own } = filesOf(service, workspace);
  const program = startProgram(service, workspace, files, own);
  const classes = classesOf(program);
  noteDispatch(program, classes);
  noteRegistrations(program);
  noteEntities(program, classes);
  noteModules(program, classes);
  const start = started(program);
  noteClasses(program, classes);
  const first = handled(program, 0);
  const before = program.handlers.length;
  const loose = swept(program);
  return { program, operations: [...first, ...handled(program, before)], start, loose: [...loose, ...program.aside] };
};
