import { emptyContainer } from '../model/fact/empty-container.ts';
import type { Evidence } from '../model/evidence.ts';
import type { CloudFunctionFact, TriggerFact } from '../model/fact/cloud.ts';
import type { EnvEntry } from '../model/fact/env.ts';
import type { ContainerFact } from '../model/fact/infrastructure.ts';
import type { FileFacts, OtherFact } from '../model/fact.ts';
import { folderOf, isWithin, joined, upFrom } from '../model/paths.ts';
import { reachedFrom } from './code/files.ts';
import { stackOf, type Stack, type StackFunction } from './code/libraries/cdk/cdk.ts';
import { idOf, propOf, toldTextsOf } from './code/libraries/cdk/constructs.ts';
import { noteStored } from './code/evaluate/enter.ts';
import { startProgram } from './code/program.ts';
import { fileFinder } from './code/resolve.ts';
import { fieldOf, objectsOf } from './code/things.ts';
import type { Program } from './code/types.ts';
import { deedsOf } from './code/walk/walk.ts';
import { workspaceOf } from './code/workspace.ts';
import { factIndexOf } from './facts.ts';
import { codeOf, type App } from './stack-code.ts';
import type { FactIndex, Units } from './types.ts';
import { isAside } from './units/candidates.ts';

type Placed = { readonly file: string; readonly fact: OtherFact };

/** The facts of a workspace, with what its programs for the Cloud Development Kit say when they are followed. */
export function withStacks(files: readonly FileFacts[]): readonly FileFacts[] {
  if (!files.some(({ facts }) => facts.some(({ kind }) => kind === 'cloud-app'))) return files;
  const index = factIndexOf(files);
  const apps = appsIn(index);
  const followed = apps.map((app) => ({ app, program: follow(app, index) }));
  const left = new Map(followed.flatMap(({ program }) => [...stackOf(program).left]));
  const said = followed.flatMap(({ app, program }) => saidBy(app, program, { apps, index, fill: filling(left) }));
  const placed = [...functionsIn(said), ...said.flatMap(({ bindings }) => bindings)];
  const byFile = Map.groupBy(placed, ({ file }) => file);
  return files.map((one) => {
    const more = byFile.get(one.file)?.map(({ fact }) => fact);
    return more ? { ...one, facts: [...one.facts, ...more] } : one;
  });
}

/** Where each program starts: compiled ones in their source. */
function appsIn(index: FactIndex): readonly App[] {
  const find = fileFinder(new Set(index.modules));
  return index.ofKind('cloud-app').flatMap(({ file, fact }): readonly App[] => {
    const folder = folderOf(file);
    if (isAside(folder)) return [];
    const written = [fact.entry, fact.entry.replace(/^(?:dist|build|lib|out)\//, '')];
    const entry = written.map((path) => joined(folder, path)).find((path) => path !== undefined && find(path));
    const found = entry === undefined ? undefined : find(entry);
    return found === undefined ? [] : [{ folder, entry: found }];
  });
}

/** Nothing is deployed yet: this is how it is found out. */
const nobody: Units = {
  services: [],
  libraries: [],
  ownersOf: () => [],
  entriesOf: () => [],
  containersOf: () => [],
  environmentOf: () => ({ names: () => [], valuesOf: () => [] }),
  serviceAt: () => undefined,
  systemOf: () => '',
  routesOf: () => [],
  deployment: () => ({ containers: [], images: [], limitRanges: 0 }),
};

/** Follows a program from where it starts, and takes down what it makes. */
function follow({ folder, entry }: App, index: FactIndex): Program {
  const evidence: Evidence = { file: entry, line: 1, column: 1, basis: 'declared' };
  const service = { name: entry, context: entry, path: folder, kind: 'service', evidence: [evidence] } as const;
  const workspace = workspaceOf(index, nobody);
  const files = reachedFrom([entry], service, workspace);
  const program = startProgram(service, workspace, files, new Set(files));
  noteStored(program);
  for (const file of files) {
    const module = workspace.moduleOf(file);
    if (module) deedsOf(program.generic(module, 0));
  }
  return program;
}

/** One function as one program makes it, by the source it runs. */
type Made = {
  readonly file: string;
  readonly runs: string;
  readonly container: ContainerFact;
  readonly fact: CloudFunctionFact;
};
type Said = { readonly app: App; readonly functions: readonly Made[]; readonly bindings: readonly Placed[] };

/** What each program makes; what several make as the nearest one does, and each in the first of its stages. */
function functionsIn(said: readonly Said[]): readonly Placed[] {
  const nearest = new Map<string, Said>();
  for (const by of said.toSorted((a, b) => b.app.folder.length - a.app.folder.length))
    for (const { runs } of by.functions) {
      const known = nearest.get(runs);
      if (!known || (!isWithin(runs, known.app.folder) && isWithin(runs, by.app.folder))) nearest.set(runs, by);
    }
  return said.flatMap((by) => {
    const own = by.functions.filter(({ runs }) => nearest.get(runs) === by);
    const first = new Map(own.toReversed().map((one) => [`${one.file} ${one.fact.at.join()} ${one.runs}`, one]));
    return own.flatMap((one): readonly Placed[] =>
      first.get(`${one.file} ${one.fact.at.join()} ${one.runs}`) === one
        ? [
            { file: one.file, fact: one.container },
            { file: one.file, fact: one.fact },
          ]
        : [],
    );
  });
}

type Ground = { readonly apps: readonly App[]; readonly index: FactIndex; readonly fill: (text: string) => string };

/**
 * What a stack left under a name, wherever it is used. What only a deployment knows, and what nobody here left, stands
 * as a word that is the same for all who name it.
 */
const filling =
  (left: ReadonlyMap<string, string>) =>
  (text: string): string =>
    text
      .replaceAll(
        /\{((?:export|parameter) [^{}]*)\}/g,
        (_, name: string) => left.get(name) ?? name.replace(/^\w+ /, ''),
      )
      .replaceAll(/[{}]/g, '');

function saidBy(app: App, program: Program, { apps, index, fill }: Ground): Said {
  const { functions, triggers, bindings } = stackOf(program);
  const find = fileFinder(new Set(index.modules));
  const made = [...functions].flatMap(([key, one]): readonly Made[] => {
    const code = codeOf(one, { app, program, find });
    if (!code) return [];
    const { file, line, column } = one.at;
    const name = fill(nameOf(one, program) ?? code.entry);
    const base = { name, at: [line, column] as const };
    const run = triggersOf(triggers, key, fill);
    const container: ContainerFact = {
      ...emptyContainer,
      source: 'process',
      ...base,
      workingDir: relative(file, homeOf(code.entry, app, apps, index)),
      env: variablesOf(one, program, fill),
    };
    const fact: CloudFunctionFact = {
      kind: 'cloud-function',
      ...base,
      entry: relative(file, code.entry),
      handler: code.handler,
      triggers: run,
    };
    return [{ file, runs: `${code.entry} ${code.handler}`, container, fact }];
  });
  const bound = bindings.map(({ source, destination, at }): Placed => ({
    file: at.file,
    fact: { kind: 'broker-binding', source: fill(source), destination: fill(destination), at: [at.line, at.column] },
  }));
  return { app, functions: made, bindings: bound };
}

const triggersOf = (triggers: Stack['triggers'], key: string, fill: Ground['fill']): readonly TriggerFact[] =>
  triggers.flatMap(({ of, ...trigger }) => (of === key ? [{ ...trigger, names: trigger.names.map(fill) }] : []));

const relative = (file: string, path: string): string =>
  `${
    folderOf(file)
      .split('/')
      .filter(Boolean)
      .map(() => '..')
      .join('/') || '.'
  }/${path}`;

const nameOf = ({ made }: StackFunction, program: Program): string | undefined =>
  toldTextsOf(propOf(made, 'functionName', program))[0] ?? idOf(made);

/** A function belongs to the package around it; in that of the stack itself, to the folder it lies in. */
function homeOf(entry: string, app: App, apps: readonly App[], index: FactIndex): string {
  const packages = new Set(index.ofKind('package').map(({ file }) => folderOf(file)));
  const around = [...upFrom(folderOf(entry))].find((folder) => packages.has(folder)) ?? '';
  const isShared = around === '' || around === app.folder;
  return isShared ? (apps.length > 1 && around !== '' ? around : folderOf(entry)) : around;
}

const SECRET = /(?:pass(?:word|wd)?|secret|token|api_?key|private_?key|access_?key|credentials?)$/i;

function variablesOf({ made, at: place }: StackFunction, program: Program, fill: Ground['fill']): readonly EnvEntry[] {
  const given = propOf(made, 'environment', program);
  return objectsOf(given).flatMap((object) =>
    keysOf(object, program).flatMap((name): readonly EnvEntry[] => {
      const [value] = toldTextsOf(fieldOf(given, name, program));
      const at = [place.line, place.column] as const;
      // What could not be told stays out: two functions that are given something each are not given the same.
      if (value === undefined || /^\{\w+\}$/.test(value)) return [];
      return [{ name, ...(SECRET.test(name) ? {} : { value: fill(value) }), at }];
    }),
  );
}

const keysOf = ({ value, scope }: ReturnType<typeof objectsOf>[number], program: Program): readonly string[] =>
  value.entries.flatMap(({ key, value: entry }) =>
    key !== undefined
      ? [key]
      : entry.kind === 'spread'
        ? objectsOf(program.evaluate(entry.of, scope)).flatMap((inner) => keysOf(inner, program))
        : [],
  );
