import type { Module, Program, Workspace } from '../types.ts';

/**
 * The files that a service's own files load when it runs, directly or not. What is imported as a type loads nothing:
 * said so, or because all names that are imported are types.
 */
export const loadedLibrariesOf = ({ own, files, workspace }: Program): ReadonlySet<string> => {
  const within = new Set(files);
  const loaded = new Set<string>(own);
  const queue = [...own];
  const isOnlyType = onlyTypesIn(workspace);
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    const module = workspace.moduleOf(file);
    if (!module) continue;
    for (const { from, name } of loadsOf(module)) {
      const target = workspace.resolve(file, from);
      const isOpen = 'file' in target && within.has(target.file) && !loaded.has(target.file);
      if (!isOpen || isOnlyType(target.file, name, 0)) continue;
      loaded.add(target.file);
      queue.push(target.file);
    }
  }
  return loaded;
};

type Load = { readonly from: string; readonly name: string | undefined };

const loadsOf = (module: Module): readonly Load[] => {
  const passedOn = new Set(module.fact.exports.map(({ local }) => local));
  const isIdle = saysTypesOnly(module);
  const imported = module.fact.imports.filter(
    ({ typeOnly, name, local }) => !typeOnly && (!isIdle || name === undefined || passedOn.has(local)),
  );
  const exported = module.fact.exports.flatMap(({ from, typeOnly, imported: name }) =>
    from === undefined || typeOnly ? [] : [{ from, name }],
  );
  return [...imported.map(({ from, name }) => ({ from, name })), ...exported];
};

/** A module of types alone uses what it imports as types alone, and the compiler drops those imports. */
const saysTypesOnly = ({ fact }: Module): boolean =>
  fact.bindings.length === 0 &&
  fact.calls.length === 0 &&
  fact.classes.length === 0 &&
  fact.functions.length < 2 &&
  (fact.types ?? []).length > 0;

type OnlyType = (file: string, name: string | undefined, depth: number) => boolean;

/** Tells whether a name stands for a type or an interface in the file that declares it; each question is answered once. */
function onlyTypesIn(workspace: Workspace): OnlyType {
  const known = new Map<string, boolean>();
  const isOnlyType: OnlyType = (file, name, depth) => {
    if (name === undefined || name === '*' || name === 'default' || depth > 5) return false;
    const key = `${file}\n${name}`;
    const answer = known.get(key) ?? look(file, name, depth);
    known.set(key, answer);
    return answer;
  };
  const look = (file: string, name: string, depth: number): boolean => {
    const module = workspace.moduleOf(file);
    if (!module) return false;
    if (module.types.has(name)) return !module.fact.classes.some((one) => one.name === name);
    const passedOn = module.exports.get(name)?.find(({ from }) => from !== undefined);
    const sources = passedOn
      ? [{ from: passedOn.from ?? '', name: passedOn.imported ?? name }]
      : module.stars.flatMap(({ from }) => (from === undefined ? [] : [{ from, name }]));
    return sources.some((source) => {
      const target = workspace.resolve(file, source.from);
      return 'file' in target && isOnlyType(target.file, source.name, depth + 1);
    });
  };
  return isOnlyType;
}
