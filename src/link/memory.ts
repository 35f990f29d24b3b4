import { createHash } from 'node:crypto';
import type { FileFacts } from '../model/fact.ts';
import type { ImportEdge, Service } from '../model/model.ts';
import type { Asked } from './code/asked.ts';
import type { ServiceCode } from './code/service-code.ts';
import type { FactIndex, Units } from './types.ts';

/** A file by its path, with the id of what it said. */
export type Seen = readonly (readonly [file: string, id: string])[];

/**
 * What the code of one service was found to say, and every module that was looked into for it. `of` names all that it
 * was made of.
 */
export type KeptCode = {
  readonly shape: string;
  readonly paths: string;
  readonly of: string;
  readonly seen: Seen;
  readonly code: ServiceCode;
};
/** Which paths were asked for meanwhile: kept apart, as it is wanted only where files came or went. */
export type KeptAsked = { readonly of: string; readonly asked: Asked };
/** The imports between units, by the modules that were there. */
export type KeptImports = {
  readonly shape: string;
  readonly paths: string;
  readonly seen: Seen;
  readonly imports: readonly ImportEdge[];
};

/**
 * What linking keeps from one run to the next. An answer holds as long as the workspace has the same shape (its units,
 * and all that files say apart from their modules), the modules that were looked into say the same, and the paths that
 * were asked for lead to the same files.
 */
export type LinkMemory = {
  readonly codeOf: (service: string) => KeptCode | undefined;
  readonly keepCode: (service: string, kept: KeptCode) => void;
  readonly askedOf: (service: string) => KeptAsked | undefined;
  readonly keepAsked: (service: string, kept: KeptAsked) => void;
  readonly imports: () => KeptImports | undefined;
  readonly keepImports: (kept: KeptImports) => void;
};

export const noMemory: LinkMemory = {
  codeOf: () => undefined,
  keepCode: () => undefined,
  askedOf: () => undefined,
  keepAsked: () => undefined,
  imports: () => undefined,
  keepImports: () => undefined,
};

/** What linking the code of a service takes from the units: nothing else of them may be looked at there. */
export type KnownUnits = Pick<Units, 'services' | 'libraries' | 'ownersOf' | 'entriesOf' | 'environmentOf'>;

/** A text that is equal for workspaces with the same units and settings, whose files say the same apart from their modules. */
export function shapeOf(
  files: readonly FileFacts[],
  { services, libraries, entriesOf, environmentOf }: KnownUnits,
): string {
  const hash = createHash('sha1').update(JSON.stringify([services, libraries]));
  for (const { name } of services)
    hash.update(`${JSON.stringify([entriesOf(name), settingsOf(name, environmentOf)])}\n`);
  for (const { file, id, facts, module } of files) {
    // Where a credential stands, or what is accepted, says nothing about how services meet.
    const said = facts.filter(({ kind }) => kind !== 'credential' && kind !== 'suppression');
    if (!module) hash.update(`${file}\0${id}\n`);
    else if (said.length > 0) hash.update(`${file}\0${JSON.stringify(said)}\n`);
  }
  return hash.digest('base64');
}

const settingsOf = (service: Service['name'], environmentOf: Units['environmentOf']): unknown => {
  const { names, valuesOf, sharedAs } = environmentOf(service);
  return [sharedAs, names().map((name) => [name, valuesOf(name)])];
};

/** A text that is equal for workspaces with the same files. */
export function pathsOf({ files }: FactIndex): string {
  const hash = createHash('sha1');
  for (const { file, module } of files) hash.update(`${file}${module ? ' module' : ''}\n`);
  return hash.digest('base64');
}
