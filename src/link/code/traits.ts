import type { Evidence } from '../../model/evidence.ts';
import type { CallFact, ModuleFact } from '../../model/fact/module.ts';
import type { Mark } from '../../model/fact/marks.ts';
import type { Value } from '../../model/fact/value.ts';
import type { Ending, LibraryUse, Traits } from '../../model/traits.ts';
import type { Module, Program } from './types.ts';

/** What can be told of a service from its modules alone. */
export type CodeTraits = Omit<Traits, 'service' | 'code' | 'isWhole' | 'preloads'>;

/** `entered` names the functions that the service was seen to run, before all others were looked through. */
export const traitsIn = (program: Program, entered: ReadonlySet<string>): CodeTraits => {
  const modules = program.files.flatMap((file) => program.workspace.moduleOf(file) ?? []);
  const own = modules.filter(({ file }) => program.own.has(file));
  // The entry is loaded last, and says best where it begins.
  const starts = startsIn(own.toReversed());
  const logged = consoleIn(own);
  return {
    marks: marksOf(program, entered),
    libraries: librariesIn(modules, program),
    starts: starts.length > 0 ? starts : startsIn(modules),
    endings: modules.flatMap((module) => endingsIn(module, (fn) => isRun(module, fn, program, entered))),
    ...(logged ? { console: logged } : {}),
  };
};

const placeOf = (file: string, at: readonly [number, number]): Evidence => ({
  file,
  line: at[0],
  column: at[1],
  basis: 'inferred',
});

/** A library that is loaded as a whole brings health checks to those alone that run some of it. */
const marksOf = ({ files, own, workspace }: Program, entered: ReadonlySet<string>): readonly Mark[] => {
  const run = new Set([...entered].flatMap((place) => (place.endsWith('#0') ? [] : place.replace(/#\d+$/, ''))));
  const known = files.flatMap((file) => {
    const marks = workspace.index.inFile(file, 'marks').flatMap((fact) => fact.marks);
    return own.has(file) || run.has(file) ? marks : marks.filter((mark) => mark !== 'health');
  });
  return [...new Set(known)].sort();
};

const librariesIn = (modules: readonly Module[], { workspace }: Program): readonly LibraryUse[] => {
  const found = new Map<string, LibraryUse>();
  for (const { file, fact } of modules)
    for (const { from, typeOnly, at } of fact.imports) {
      if (typeOnly || /^[./]/.test(from)) continue;
      const target = workspace.resolve(file, from);
      if (!('package' in target)) continue;
      const name = target.path === '' ? target.package : `${target.package}/${target.path}`;
      if (!found.has(name)) found.set(name, { name, at: placeOf(file, at) });
    }
  return [...found.values()];
};

/** Own code counts whoever calls it; that of a library where the service comes by. */
const isRun = ({ file, fact }: Module, fn: number, { own }: Program, entered: ReadonlySet<string>): boolean => {
  if (own.has(file)) return true;
  for (let at: number | undefined = fn; at !== undefined; at = fact.functions[at]?.parent)
    if (at === 0 ? at === fn : entered.has(`${file}#${at}`)) return true;
  return false;
};

const nameOf = (callee: Value): string => (callee.kind === 'member' || callee.kind === 'name' ? callee.name : '');

const isListener = ({ callee }: CallFact): boolean =>
  callee.kind === 'member' && /^(?:on|once|addListener|prependListener)$/.test(callee.name);

const endingsIn = ({ file, fact }: Module, isRunIn: (fn: number) => boolean): readonly Ending[] =>
  fact.calls.flatMap((call): readonly Ending[] => {
    const by = endingOf(call);
    return by === undefined || !isRunIn(call.in) ? [] : [{ by, at: placeOf(file, call.at) }];
  });

function endingOf(call: CallFact): Ending['by'] | undefined {
  if (nameOf(call.callee) === 'enableShutdownHooks') return 'shutdown-hooks';
  const [first] = call.args;
  if (!isListener(call) || !first) return undefined;
  if (first.kind === 'text') return first.text === 'SIGTERM' || first.text === 'SIGINT' ? first.text : undefined;
  const isOfProcess = call.callee.kind === 'member' && /process$/i.test(nameOf(call.callee.of));
  return isOfProcess ? 'signals' : undefined;
}

const beginnings =
  /^(?:listen|listenAsync|startAllMicroservices|startAllMicroservicesAsync|createMicroservice|bindAsync|startStandaloneServer|serve)$/;

/** `app.listen(…)`, `NestFactory.create(…)`, `serve({ fetch })`, `consumer.run({ eachMessage })`. */
const startsIn = (modules: readonly Module[]): readonly Evidence[] =>
  modules.flatMap(({ file, fact }) => startsOf(file, fact)).slice(0, 5);

export const startsOf = (file: string, { calls }: ModuleFact): readonly Evidence[] =>
  calls.filter(isBeginning).map(({ at }) => placeOf(file, at));

const isBeginning = ({ callee, args }: CallFact): boolean => {
  if (beginnings.test(nameOf(callee))) return true;
  if (callee.kind !== 'member') return false;
  if (callee.name === 'create') return nameOf(callee.of) === 'NestFactory';
  const [first] = args;
  return (
    callee.name === 'run' &&
    first?.kind === 'object' &&
    first.entries.some(({ key }) => key === 'eachMessage' || key === 'eachBatch')
  );
};

const aside = /(?:^|\/)(?:scripts?|seeds?|seeders?|migrations?|bin|cli|tools?)\//;

const consoleIn = (modules: readonly Module[]): Traits['console'] => {
  const calls = modules
    .filter(({ file }) => !aside.test(file))
    .flatMap(({ file, fact }) => fact.calls.filter(isConsole).map(({ at }) => placeOf(file, at)));
  const [at] = calls;
  return at ? { count: calls.length, at } : undefined;
};

const isConsole = ({ callee }: CallFact): boolean =>
  callee.kind === 'member' &&
  callee.of.kind === 'name' &&
  callee.of.name === 'console' &&
  /^(?:log|info|warn|error|debug|trace)$/.test(callee.name);
