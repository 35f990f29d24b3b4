import { addTo } from '../../model/held.ts';
import type { FactIndex, Units } from '../types.ts';
import { dataOf, moduleOf } from './modules.ts';
import { resolverOf } from './resolve.ts';
import type { Module, Workspace } from './types.ts';

/** Prepares what all services share: modules, who owns them, where imports lead. */
export const workspaceOf = (index: FactIndex, units: Units): Workspace => {
  const data = new Set(index.ofKind('data').map(({ file }) => file));
  const files = new Set([...index.modules, ...data]);
  const modules = new Map<string, Module>();
  const byService = new Map<string, string[]>();
  for (const file of index.modules) {
    for (const owner of units.ownersOf(file)) addTo(byService, owner.name, file);
  }
  return {
    index,
    units,
    filesIn: (service) => byService.get(service) ?? [],
    resolve: resolverOf(index, files),
    release: (service) => {
      for (const file of byService.get(service) ?? []) modules.delete(file);
    },
    hasModule: (file) => files.has(file),
    moduleOf: (file) => {
      const known = modules.get(file);
      if (known) return known;
      const [said] = data.has(file) ? index.inFile(file, 'data') : [];
      const fact = said ? dataOf(said) : index.moduleIn(file);
      if (!fact) return undefined;
      const made = moduleOf(file, fact);
      modules.set(file, made);
      return made;
    },
  };
};
