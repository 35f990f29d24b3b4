import type { ConfigFact, ContextConfig } from '../model/fact/config.ts';
import type { Idle } from '../model/idle.ts';
import { baseOf, folderOf, upFrom } from '../model/paths.ts';
import type { FactIndex, Units } from './types.ts';
import { coverOf } from './units/contexts.ts';

/** Contexts of msvc.yaml, and paths of theirs, that no code here belongs to. Of a system that lies elsewhere in part, only paths. */
export function idleContextsOf(index: FactIndex, { services }: Units, config: ConfigFact): readonly Idle[] {
  if (config.contexts.length === 0) return [];
  const folders = new Set(index.files.flatMap(({ file }) => [...upFrom(folderOf(file))]));
  folders.delete('');
  const names = new Set([...services.map(({ name }) => name), ...[...folders].map(baseOf)]);
  return config.contexts.flatMap((context): readonly Idle[] => {
    const at = { file: config.file, line: context.at[0], column: context.at[1] };
    if (context.paths.length === 0)
      return names.has(context.name) || config.partial ? [] : [{ what: 'context', text: context.name, at }];
    return idlePaths(context, folders).map((path) => ({ what: 'path', text: path, context: context.name, at }));
  });
}

const idlePaths = ({ paths }: ContextConfig, folders: ReadonlySet<string>): readonly string[] =>
  paths.filter((path) => ![...folders].some(coverOf(path)));
