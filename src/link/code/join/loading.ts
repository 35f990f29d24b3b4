import type { Module, Program, Workspace } from '../types.ts';

/**
 * The files that a service's own files load when it runs, directly or not. What is imported as a type loads nothing:
 * said so, or because all names that are imported are types.
 */
export const loadedLibrariesOf = ({ own, files, workspace }: Program): ReadonlySet<string> => {
  const within = new Set(files);
  const loaded = new Set<string>(own);
  const queue = [...own];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    const module = workspace.moduleOf(file);
    if (!module) continue;
    for (const target of loadedFrom(module, workspace)) {
      if (loaded.has(target) || !within.has(target)) continue;
      loaded.add(target);
      queue.push(target);
    }
  }
  return loaded;
};

const loadedFrom = (module: Module, workspace: Workspace): readonly string[] => {
  const passedOn = new Set(module.fact.exports.map(({ local }) => local));
  const isIdle = saysTypesOnly(module);
  const imported = module.fact.imports.filter(
    ({ typeOnly, name, local }) => !typeOnly && (!isIdle || name === undefined || passedOn.has(local)),
  );
  const exported = module.fact.exports.flatMap(({ from, typeOnly, imported: name }) =>
    from === undefined || typeOnly ? [] : [{ from, name }],
  );
  return [...imported, ...exported].flatMap(({ from, name }) => {
    const target = workspace.resolve(module.file, from);
    if (!('file' in target)) return [];
    return isOnlyType(target.file, name, workspace, 0) ? [] : [target.file];
  });
};

/** A module of types alone uses what it imports as types alone, and the compiler drops those imports. */
const saysTypesOnly = ({ fact }: Module): boolean =>
  fact.bindings.length === 0 &&
  fact.calls.length === 0 &&
  fact.classes.length === 0 &&
  fact.functions.length < 2 &&
  (fact.types ?? []).length > 0;

/** Whether a name stands for a type or an interface in the file that declares it. */
const isOnlyType = (file: string, name: string | undefined, workspace: Workspace, depth: number): boolean => {
  if (name === undefined || name === '*' || name === 'default' || depth > 5) return false;
  const module = workspace.moduleOf(file);
  if (!module) return false;
  if (module.types.has(name)) return !module.fact.classes.some((one) => one.name === name);
  const passedOn = module.exports.get(name)?.find(({ from }) => from !== undefined);
  const sources = passedOn
    ? [{ from: passedOn.from ?? '', name: passedOn.imported ?? name }]
    : module.stars.flatMap(({ from }) => (from === undefined ? [] : [{ from, name }]));
  return sources.some((source) => {
    const target = workspace.resolve(file, source.from);
    return 'file' in target && isOnlyType(target.file, source.name, workspace, depth + 1);
  });
};
