import type { FactIndex, Units } from '../types.ts';
import { moduleOf } from './modules.ts';
import { resolverOf } from './resolve.ts';
import type { Module, Workspace } from './types.ts';

/** Prepares what all services share: modules, who owns them, where imports lead. */
export const workspaceOf = (index: FactIndex, units: Units): Workspace => {
  const files = new Set(index.modules);
  const modules = new Map<string, Module>();
  const byService = new Map<string, string[]>();
  for (const file of files) {
    for (const owner of units.ownersOf(file)) {
      const list = byService.get(owner.name);
      if (list) list.push(file);
      else byService.set(owner.name, [file]);
    }
  }
  return {
    index,
    units,
    filesIn: (service) => byService.get(service) ?? [],
    resolve: resolverOf(index, (file) => files.has(file)),
    release: (service) => {
      for (const file of byService.get(service) ?? []) modules.delete(file);
    },
    hasModule: (file) => files.has(file),
    moduleOf: (file) => {
      const known = modules.get(file);
      if (known) return known;
      const fact = index.moduleIn(file);
      if (!fact) return undefined;
      const made = moduleOf(file, fact);
      modules.set(file, made);
      return made;
    },
  };
};
