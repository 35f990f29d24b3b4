import type { Service } from '../../model/model.ts';
import { isTest } from '../../model/aside.ts';
import type { Workspace } from './types.ts';

/** Compiled output that was committed beside its source is not read twice. */
const hasSource = (file: string, workspace: Workspace): boolean => {
  const stem = file.replace(/\.[cm]?jsx?$/, '');
  return stem !== file && ['.ts', '.tsx', '.mts'].some((extension) => workspace.hasModule(stem + extension));
};

const isCode = (file: string, workspace: Workspace): boolean =>
  !file.endsWith('.d.ts') && !isTest(file) && !hasSource(file, workspace);

/** Files of another service: what is imported from there is a type, a contract or a fault, and what runs there is not run here. */
const isOfOthers = (file: string, service: Service, { units }: Workspace): boolean => {
  const owners = units.ownersOf(file);
  return owners.length > 0 && owners.every((owner) => 'context' in owner && owner.name !== service.name);
};

/** Everything that files import, directly or not, in the order in which it loads. */
export const reachedFrom = (entries: readonly string[], service: Service, workspace: Workspace): readonly string[] => {
  const seen = new Set<string>();
  const order: string[] = [];
  const visit = (file: string, depth: number): void => {
    const module = workspace.moduleOf(file);
    if (!module || seen.has(file) || depth > 200 || isOfOthers(file, service, workspace)) return;
    seen.add(file);
    const sources = [
      ...module.fact.imports.map((item) => item.from),
      ...module.fact.exports.flatMap((item) => item.from ?? []),
    ];
    for (const from of sources) {
      const target = workspace.resolve(file, from);
      if ('file' in target && !target.file.endsWith('.d.ts')) visit(target.file, depth + 1);
    }
    order.push(file);
  };
  for (const entry of entries) visit(entry, 0);
  return order;
};

/** Below this share of a folder's files, its entry cannot be all that runs. */
const ENOUGH = 0.4;

/** The files whose code runs in a service: what its entries reach, or its whole folder, with the libraries it imports. */
export const filesOf = (
  service: Service,
  workspace: Workspace,
): { readonly files: readonly string[]; readonly own: ReadonlySet<string> } => {
  const { units } = workspace;
  const folder = workspace.filesIn(service.name).filter((file) => isCode(file, workspace));
  const entries = units.entriesOf(service.name).filter(workspace.hasModule);
  const reached = entries.length > 0 ? reachedFrom(entries, service, workspace) : [];
  const inFolder = new Set(folder);
  const ownReached = reached.filter((file) => inFolder.has(file));
  const shared = folder.some((file) => units.ownersOf(file).length > 1);
  const enough = shared ? ownReached.length > 0 : ownReached.length >= folder.length * ENOUGH;
  if (service.kind !== 'frontend' && enough) return { files: reached, own: new Set(ownReached) };
  return { files: reachedFrom([...entries, ...folder], service, workspace), own: inFolder };
};
