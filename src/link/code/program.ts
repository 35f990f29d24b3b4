import type { Service } from '../../model/model.ts';
import { call } from './evaluate/calls.ts';
import { enter, generic } from './evaluate/enter.ts';
import { instanceOf } from './evaluate/instances.ts';
import { member } from './evaluate/members.ts';
import { exported, lookup } from './evaluate/names.ts';
import { typed } from './evaluate/typed.ts';
import { evaluate } from './evaluate/values.ts';
import { libraryFor } from './libraries/index.ts';
import type { Program, ProgramMemo, Workspace } from './types.ts';
import { newWeb } from './web.ts';

/** Evaluations that a service may cost: so many for each call in its files. */
const FUEL_PER_CALL = 400;
const LEAST_FUEL = 200_000;

const fuelFor = (workspace: Workspace, files: readonly string[]): number =>
  files.reduce((sum, file) => sum + (workspace.moduleOf(file)?.fact.calls.length ?? 0) * FUEL_PER_CALL, LEAST_FUEL);

const memoOf = (fuel: number): ProgramMemo => ({
  nextId: 1,
  depth: 0,
  fuel,
  modules: new Map(),
  scopes: new Map(),
  entered: new Map(),
  singletons: new Map(),
  statics: new Map(),
  identities: new WeakMap(),
  visited: new Set(),
  nested: new Map(),
  cuts: new Map(),
  implementers: new Map(),
  exported: new Map(),
  barrels: new Map(),
  opened: new Map(),
  underWay: new Map(),
  met: Number.POSITIVE_INFINITY,
  early: new Set(),
  asked: new Map(),
});

/** A service, ready to be evaluated: its files, those of libraries it imports included. */
export const startProgram = (
  service: Service,
  workspace: Workspace,
  files: readonly string[],
  own: ReadonlySet<string>,
): Program => {
  const program: Program = {
    service,
    workspace,
    files,
    own,
    handlers: [],
    openings: [],
    bindings: [],
    queues: [],
    servers: [],
    transports: [],
    providers: new Map(),
    settings: [],
    mounted: new Set(),
    unmounted: new Set(),
    dispatch: new Map(),
    declared: [],
    bases: new Map(),
    patience: new Map(),
    mounts: new Map(),
    web: newWeb(),
    open: new Map(),
    aside: [],
    memo: memoOf(fuelFor(workspace, files)),
    evaluate,
    member,
    call,
    enter,
    typed,
    lookup,
    libraryFor,
    instance: instanceOf,
    generic: (module, fn) => generic(program, module, fn),
    exported: (file, name) => exported(program, file, name),
  };
  return program;
};
