import type { Evidence } from '../../model/evidence.ts';
import { isGenerated } from './libraries/descriptors.ts';
import { evidenceAt } from './things.ts';
import type { Program } from './types.ts';

/** A name that a file takes from what may be a contract: a generated module, or a library of contracts. */
export type ContractUse = {
  readonly name: string;
  readonly from: string;
  /** It stands in the anti-corruption layer around this system, in this file. */
  readonly layer?: { readonly system: string; readonly file: string };
  readonly evidence: Evidence;
};

/** `acl/legacy-crm/model.ts`: a folder of such layers, and one layer for each system. */
const LAYER = /^(.*?(?:^|\/)(?:acl|anti-?corruption(?:-layers?)?)\/([^/]+)\/)/i;
/** Where something is translated. Without that, `acl` is as likely to list who may do what. */
const TRANSLATES = /anti-?corruption|translat|mapp(?:er|ing)/i;

/** The folders of a service's anti-corruption layers, and the system that each is named after. */
const layersIn = ({ workspace, service }: Program): ReadonlyMap<string, string> =>
  new Map(
    workspace.filesIn(service.name).flatMap((file) => {
      const [, folder = '', system = ''] = LAYER.exec(file) ?? [];
      return folder !== '' && TRANSLATES.test(file) ? [[folder, system] as const] : [];
    }),
  );

export function contractUsesIn(program: Program): readonly ContractUse[] {
  const { workspace } = program;
  const contracts = new Set(workspace.units.libraries.flatMap(({ kind, name }) => (kind === 'contract' ? [name] : [])));
  const layers = layersIn(program);
  return [...program.own].flatMap((file) => {
    const module = workspace.moduleOf(file);
    if (!module) return [];
    return module.fact.imports.flatMap(({ from, name, at }): readonly ContractUse[] => {
      if (name === undefined || name === '*' || name === 'default') return [];
      const target = workspace.resolve(file, from);
      const folder = 'file' in target ? LAYER.exec(target.file)?.[1] : undefined;
      const system = folder === undefined || file.startsWith(folder) ? undefined : layers.get(folder);
      if ('file' in target && system !== undefined) {
        const layer = { system, file: target.file };
        return [{ name, from, layer, evidence: evidenceAt(program.generic(module, 0), at) }];
      }
      const owners = 'file' in target ? workspace.units.ownersOf(target.file) : [];
      const isContract = owners.some(
        (owner) => contracts.has(owner.name) && !('context' in owner && 'path' in owner && owner.kind === 'service'),
      );
      if (!isContract && !isGenerated(from) && !contracts.has(from)) return [];
      return [{ name, from, evidence: evidenceAt(program.generic(module, 0), at) }];
    });
  });
}
