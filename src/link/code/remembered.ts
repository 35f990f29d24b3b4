import type { ImportEdge, Service } from '../../model/model.ts';
import type { LinkMemory, Seen } from '../memory.ts';
import { shapeOf } from '../memory.ts';
import type { FactIndex } from '../types.ts';
import { importsOf } from './join/imports.ts';
import type { ServiceCode } from './service-code.ts';
import { linkService } from './service.ts';
import type { Workspace } from './types.ts';

/** Linking what changed, and taking the rest from memory. */
export type Remembered = {
  readonly codeOf: (service: Service) => ServiceCode;
  readonly imports: () => readonly ImportEdge[];
};

/** `looked` holds the modules that were looked into to find the units. */
export const rememberedIn = (workspace: Workspace, looked: ReadonlySet<string>, memory: LinkMemory): Remembered => {
  const { index } = workspace;
  const shape = shapeOf(index.files, looked);
  const ids = idsOf(index);
  const found = new Map<string, readonly ImportEdge[]>();
  return {
    codeOf: (service) => {
      const kept = memory.codeOf(service.name);
      if (kept && kept.shape === shape && isSame(kept.seen, ids)) return kept.code;
      const seen = new Set(looked);
      const code = linkService(service, { ...workspace, moduleOf: noting(workspace, seen) });
      for (const file of workspace.filesIn(service.name)) found.set(file, importsOf(workspace, [file]));
      workspace.release(service.name);
      memory.keepCode(service.name, { shape, seen: seenIn(seen, ids), code });
      return code;
    },
    imports: () => {
      const kept = memory.imports();
      const isKept = kept?.shape === shape;
      if (isKept && isSame(kept.seen, ids)) return kept.imports;
      const same = new Set((isKept ? kept.seen : []).flatMap(([file, id]) => (ids.get(file) === id ? [file] : [])));
      const known = Map.groupBy(kept?.imports ?? [], ({ from }) => from);
      const imports = index.modules.flatMap((file) =>
        same.has(file) ? (known.get(file) ?? []) : (found.get(file) ?? importsOf(workspace, [file])),
      );
      memory.keepImports({ shape, seen: [...ids], imports });
      return imports;
    },
  };
};

const idsOf = (index: FactIndex): ReadonlyMap<string, string> =>
  new Map(index.files.flatMap(({ file, id, module }) => (module ? [[file, id] as const] : [])));

const isSame = (seen: Seen, ids: ReadonlyMap<string, string>): boolean =>
  seen.every(([file, id]) => ids.get(file) === id);

const seenIn = (files: ReadonlySet<string>, ids: ReadonlyMap<string, string>): Seen =>
  [...files].flatMap((file) => {
    const id = ids.get(file);
    return id === undefined ? [] : [[file, id] as const];
  });

const noting =
  (workspace: Workspace, seen: Set<string>): Workspace['moduleOf'] =>
  (file) => {
    seen.add(file);
    return workspace.moduleOf(file);
  };
