import { createHash } from 'node:crypto';
import type { FileFacts } from '../model/fact.ts';
import type { ImportEdge } from '../model/model.ts';
import type { ServiceCode } from './code/service-code.ts';

/** A file by its path, with the id of what it said. */
export type Seen = readonly (readonly [file: string, id: string])[];

/** What the code of one service was found to say, and every module that was looked into for it. */
export type KeptCode = { readonly shape: string; readonly seen: Seen; readonly code: ServiceCode };
/** The imports between units, by the modules that were there. */
export type KeptImports = { readonly shape: string; readonly seen: Seen; readonly imports: readonly ImportEdge[] };

/**
 * What linking keeps from one run to the next. An answer holds as long as the workspace has the same shape (its modules'
 * paths, and all that other files say) and the modules that were looked into say the same.
 */
export type LinkMemory = {
  readonly codeOf: (service: string) => KeptCode | undefined;
  readonly keepCode: (service: string, kept: KeptCode) => void;
  readonly imports: () => KeptImports | undefined;
  readonly keepImports: (kept: KeptImports) => void;
};

export const noMemory: LinkMemory = {
  codeOf: () => undefined,
  keepCode: () => undefined,
  imports: () => undefined,
  keepImports: () => undefined,
};

/** A text that is equal for workspaces in which units, addresses and imports come out the same. */
export function shapeOf(files: readonly FileFacts[], looked: ReadonlySet<string>): string {
  const hash = createHash('sha1');
  for (const { file, id, facts, module } of files) {
    const isOpen = module && !looked.has(file);
    // Where a credential stands, or what is accepted, says nothing about how services meet.
    const said = isOpen ? facts.filter(({ kind }) => kind !== 'credential' && kind !== 'suppression') : [];
    hash.update(`${file}\0${isOpen ? JSON.stringify(said) : id}\n`);
  }
  return hash.digest('base64');
}
