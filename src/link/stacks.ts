import { emptyContainer } from '../model/fact/empty-container.ts';
import type { Evidence } from '../model/evidence.ts';
import type { CloudFunctionFact } from '../model/fact/cloud.ts';
import type { EnvEntry } from '../model/fact/env.ts';
import type { ContainerFact } from '../model/fact/infrastructure.ts';
import type { FileFacts, OtherFact } from '../model/fact.ts';
import { folderOf, joined, upFrom } from '../model/paths.ts';
import { reachedFrom } from './code/files.ts';
import { stackOf, type StackFunction } from './code/libraries/cdk/cdk.ts';
import { propOf } from './code/libraries/cdk/constructs.ts';
import { noteStored } from './code/evaluate/enter.ts';
import { startProgram } from './code/program.ts';
import { fileFinder } from './code/resolve.ts';
import { fieldOf, lastStep, librariesOf, objectsOf, optionsOf, plainTextsOf } from './code/things.ts';
import type { Program, Thing } from './code/types.ts';
import { deedsOf } from './code/walk/walk.ts';
import { workspaceOf } from './code/workspace.ts';
import { factIndexOf } from './facts.ts';
import type { FactIndex, Units } from './types.ts';

type Placed = { readonly file: string; readonly fact: OtherFact };
type App = { readonly folder: string; readonly entry: string };

/** The facts of a workspace, with what its programs for the Cloud Development Kit say when they are followed. */
export function withStacks(files: readonly FileFacts[]): readonly FileFacts[] {
  if (!files.some(({ facts }) => facts.some(({ kind }) => kind === 'cloud-app'))) return files;
  const index = factIndexOf(files);
  const apps = appsIn(index);
  const byFile = Map.groupBy(
    apps.flatMap((app) => saidBy(app, apps, index)),
    ({ file }) => file,
  );
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
function followed({ folder, entry }: App, index: FactIndex): Program {
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

function saidBy(app: App, apps: readonly App[], index: FactIndex): readonly Placed[] {
  const program = followed(app, index);
  const { functions, triggers, bindings } = stackOf(program);
  const find = fileFinder(new Set(index.modules));
  const said = [...functions].flatMap(([key, one]): readonly Placed[] => {
    const code = codeOf(one, app, program);
    const entry = code && find(code.entry);
    if (!code || entry === undefined) return [];
    const { file, line, column } = one.at;
    const name = nameOf(one, program) ?? entry;
    const base = { name, at: [line, column] as const };
    const run = triggers.filter(({ of }) => of === key).map(({ of: _of, ...trigger }) => trigger);
    const container: ContainerFact = {
      ...emptyContainer,
      source: 'process',
      ...base,
      workingDir: relative(file, homeOf(entry, app, apps, index)),
      env: variablesOf(one, program),
    };
    const fact: CloudFunctionFact = {
      kind: 'cloud-function',
      ...base,
      entry: relative(file, entry),
      handler: code.handler,
      triggers: run,
    };
    return [
      { file, fact: container },
      { file, fact },
    ];
  });
  return [
    ...said,
    ...bindings.map(({ source, destination, at }): Placed => ({
      file: at.file,
      fact: { kind: 'broker-binding', source, destination, at: [at.line, at.column] },
    })),
  ];
}

const relative = (file: string, path: string): string =>
  `${
    folderOf(file)
      .split('/')
      .filter(Boolean)
      .map(() => '..')
      .join('/') || '.'
  }/${path}`;

const nameOf = ({ made }: StackFunction, program: Program): string | undefined =>
  plainTextsOf(propOf(made, 'functionName', program))[0] ?? plainTextsOf(made.args?.[1])[0];

/** `entry: 'src/orders/index.ts'`, or `code: Code.fromAsset('src/orders')` with `handler: 'index.handler'`. */
function codeOf(
  { made, at }: StackFunction,
  { folder }: App,
  program: Program,
): { entry: string; handler: string } | undefined {
  const handler = plainTextsOf(propOf(made, 'handler', program))[0];
  const entry = propOf(made, 'entry', program);
  const path = entry && pathOf(entry, folder);
  if (path !== undefined) return { entry: path, handler: handler?.split('.').at(-1) ?? 'handler' };
  const asset = librariesOf(propOf(made, 'code', program)).find(({ path: of }) => of.endsWith('fromAsset()'))
    ?.args?.[0];
  const base = asset && pathOf(asset, folder);
  if (base !== undefined && handler !== undefined) {
    const [file = '', name = 'handler'] = handler.split(/\.(?=[^.]*$)/);
    return { entry: joined(base, file) ?? file, handler: name };
  }
  // Without either, the code lies beside the stack: `orders-stack.create.ts`.
  const id = plainTextsOf(made.args?.[1])[0];
  return lastStep(made.path) === 'NodejsFunction()' && id !== undefined
    ? { entry: `${at.file.replace(/\.[cm]?[jt]s$/, '')}.${id}`, handler: handler ?? 'handler' }
    : undefined;
}

/** A path as text is relative to where the program is started; `join(__dirname, …)` to the file it stands in. */
function pathOf(thing: Thing, folder: string): string | undefined {
  for (const option of optionsOf(thing)) {
    const [text] = plainTextsOf(option);
    if (text !== undefined) return joined(folder, text);
    if (option.kind !== 'library' || !option.args || !/^(?:.*\.)?(?:join|resolve)\(\)$/.test(option.path)) continue;
    const [first, ...rest] = option.args;
    const isHere = first?.kind === 'library' && /__dirname$|^import\.meta/.test(first.path);
    const start = isHere && option.at ? folderOf(option.at.file) : folder;
    const parts = rest.flatMap((part) => plainTextsOf(part)[0] ?? []);
    if (parts.length === rest.length) return joined(start, parts.join('/').replace(/^\/+/, ''));
  }
  return undefined;
}

/** A function belongs to the package around it; in that of the stack itself, to the folder it lies in. */
function homeOf(entry: string, app: App, apps: readonly App[], index: FactIndex): string {
  const packages = new Set(index.ofKind('package').map(({ file }) => folderOf(file)));
  const around = [...upFrom(folderOf(entry))].find((folder) => packages.has(folder)) ?? '';
  const isShared = around === '' || around === app.folder;
  return isShared ? (apps.length > 1 && around !== '' ? around : folderOf(entry)) : around;
}

const SECRET = /(?:pass(?:word|wd)?|secret|token|api_?key|private_?key|access_?key|credentials?)$/i;

function variablesOf({ made }: StackFunction, program: Program): readonly EnvEntry[] {
  const given = propOf(made, 'environment', program);
  return objectsOf(given).flatMap((object) =>
    keysOf(object, program).flatMap((name): readonly EnvEntry[] => {
      const [value] = plainTextsOf(fieldOf(given, name, program));
      const at = made.at ? ([made.at.line, made.at.column] as const) : ([1, 1] as const);
      // What could not be told stays out: two functions that are given something each are not given the same.
      if (value === undefined) return [];
      return [{ name, ...(SECRET.test(name) ? {} : { value }), at }];
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
