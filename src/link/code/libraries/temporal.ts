import { functionsOf, lastStep, objectsOf, optionsOf, plainTextsOf } from '../things.ts';
import type { FunctionThing, Library, LibraryCall, Recognised, Thing } from '../types.ts';
import { listen, namesIn, option, publish } from './kit.ts';

const PROTOCOL = 'temporal';

/** The functions that a module exports. */
const exportedBy = (file: string, { scope: { program } }: LibraryCall): readonly FunctionThing[] => {
  const module = program.workspace.moduleOf(file);
  if (!module) return [];
  const stars = module.stars.flatMap(({ from = '' }) => {
    const target = program.workspace.resolve(file, from);
    return 'file' in target ? [target.file] : [];
  });
  const names = [file, ...stars].flatMap((one) => [...(program.workspace.moduleOf(one)?.exports.keys() ?? [])]);
  return [...new Set(names)].flatMap((name) => functionsOf(program.exported(file, name)));
};

/** Activities as an object, as what a function makes, or as everything a module exports. */
const activitiesOf = (thing: Thing | undefined, call: LibraryCall): readonly FunctionThing[] => [
  ...objectsOf(thing).flatMap((object) =>
    object.value.entries.flatMap(({ key }) =>
      key === undefined ? [] : functionsOf(call.scope.program.member(object, key, object.scope)),
    ),
  ),
  ...optionsOf(thing).flatMap((one) => (one.kind === 'namespace' ? exportedBy(one.file, call) : [])),
];

/** `workflowsPath: require.resolve('./workflows')` */
const workflowsOf = (call: LibraryCall): readonly FunctionThing[] => {
  const { module, program } = call.scope;
  return optionsOf(option(call, 'workflowsPath')).flatMap((path) => {
    const told = path.kind === 'library' && path.path === 'require.resolve()' ? path.args?.[0] : path;
    return plainTextsOf(told).flatMap((text) => {
      const target = program.workspace.resolve(module.file, text);
      return 'file' in target ? exportedBy(target.file, call) : [];
    });
  });
};

/** A worker takes what is put into its task queue: workflows and activities. */
const work = (call: LibraryCall): Recognised | undefined => {
  const names = namesIn(option(call, 'taskQueue'));
  if (names.length === 0) return undefined;
  const run = [...activitiesOf(option(call, 'activities'), call), ...workflowsOf(call)];
  // How often an activity is tried again is told by the workflow that asks for it.
  return listen(call, { protocol: PROTOCOL, names, run, redelivers: false, note: 'the workflow says what runs again' });
};

const ask = (names: readonly string[]): Recognised | undefined =>
  names.length === 0
    ? undefined
    : { takesCallbacks: true, deeds: [publish(PROTOCOL, names, { label: `task queue ${names[0] ?? '?'}` })] };

/** Temporal: workers, those who start workflows, and workflows that ask for activities of another queue. */
export const temporal: Library = {
  packages: ['@temporalio/worker', '@temporalio/client', '@temporalio/workflow'],
  recognise: (call) => {
    const { path, parent } = call.callee;
    if (/(?:^|\.)Worker\.create$/.test(path)) return work(call);
    const asks = parent?.args && /(?:^|\.)proxyActivities\(\)\.\w+$/.test(path) ? { ...call, args: parent.args } : call;
    const isStart = /^(?:start|execute|signalWithStart|startChild|executeChild)$/.test(lastStep(path));
    return asks !== call || isStart ? ask(namesIn(option(asks, 'taskQueue'))) : undefined;
  },
};
