import { createHash } from 'node:crypto';
import type { ImportEdge, Service } from '../../model/model.ts';
import { pathsOf, shapeOf, type KeptCode, type LinkMemory, type Seen } from '../memory.ts';
import type { FactIndex, Units } from '../types.ts';
import { isAnswered, notingIn } from './asked.ts';
import { importsOf } from './join/imports.ts';
import type { ServiceCode } from './service-code.ts';
import { linkService } from './service.ts';
import type { Workspace } from './types.ts';

/** Linking what changed, and taking the rest from memory. */
export type Remembered = {
  readonly codeOf: (service: Service) => ServiceCode;
  readonly imports: () => readonly ImportEdge[];
};

/** What of a workspace is linked again, and what is known of it now. */
type Ground = {
  readonly workspace: Workspace;
  readonly shape: string;
  readonly paths: string;
  readonly ids: ReadonlyMap<string, string>;
  readonly memory: LinkMemory;
};

export const rememberedIn = (
  workspace: Workspace,
  { index, units }: { readonly index: FactIndex; readonly units: Units },
  memory: LinkMemory,
): Remembered => {
  const ids = idsOf(index);
  const ground = { workspace, shape: shapeOf(index.files, units), paths: pathsOf(index), ids, memory };
  const found = new Map<string, readonly ImportEdge[]>();
  return {
    codeOf: (service) => {
      const kept = memory.codeOf(service.name);
      if (kept && isValid(kept, service.name, ground)) return kept.code;
      const code = linkedAnew(service, ground);
      for (const file of workspace.filesIn(service.name)) found.set(file, importsOf(workspace, [file]));
      workspace.release(service.name);
      return code;
    },
    imports: () => importsIn(index.modules, found, ground),
  };
};

function linkedAnew(service: Service, { workspace, shape, paths, ids, memory }: Ground): ServiceCode {
  const noting = notingIn(workspace);
  const code = linkService(service, noting.workspace);
  const seen = seenIn(noting.seen, ids);
  const of = createHash('sha1').update(shape).update(paths).update(JSON.stringify(seen)).digest('base64');
  memory.keepCode(service.name, { shape, paths, of, seen, code });
  memory.keepAsked(service.name, { of, asked: noting.asked() });
  return code;
}

/** Where files came or went, the paths that were asked for are asked for again. */
function isValid(kept: KeptCode, service: string, { workspace, shape, paths, ids, memory }: Ground): boolean {
  if (kept.shape !== shape || !isSame(kept.seen, ids)) return false;
  if (kept.paths === paths) return true;
  const known = memory.askedOf(service);
  return known?.of === kept.of && isAnswered(known.asked, workspace);
}

function importsIn(
  modules: readonly string[],
  found: ReadonlyMap<string, readonly ImportEdge[]>,
  { workspace, shape, paths, ids, memory }: Ground,
): readonly ImportEdge[] {
  const kept = memory.imports();
  const isKept = kept?.shape === shape && kept.paths === paths;
  if (isKept && isSame(kept.seen, ids)) return kept.imports;
  const same = new Set((isKept ? kept.seen : []).flatMap(([file, id]) => (ids.get(file) === id ? [file] : [])));
  const known = Map.groupBy(kept?.imports ?? [], ({ from }) => from);
  const imports = modules.flatMap((file) =>
    same.has(file) ? (known.get(file) ?? []) : (found.get(file) ?? importsOf(workspace, [file])),
  );
  memory.keepImports({ shape, paths, seen: [...ids], imports });
  return imports;
}

const idsOf = (index: FactIndex): ReadonlyMap<string, string> =>
  new Map(index.files.flatMap(({ file, id, module }) => (module ? [[file, id] as const] : [])));

const isSame = (seen: Seen, ids: ReadonlyMap<string, string>): boolean =>
  seen.every(([file, id]) => ids.get(file) === id);

const seenIn = (files: ReadonlySet<string>, ids: ReadonlyMap<string, string>): Seen =>
  [...files].flatMap((file) => {
    const id = ids.get(file);
    return id === undefined ? [] : [[file, id] as const];
  });
