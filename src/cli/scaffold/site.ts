import { basename, dirname, resolve } from 'node:path';
import { errors } from '../../errors/scaffold.ts';
import { diskFolder } from '../../files/changes/disk.ts';
import type { Folder } from '../../files/changes/folder.ts';
import { ownSpecifier } from '../../files/changes/own-package.ts';
import { plainName, type Capability, type Workspace } from '../../scaffold/kit.ts';
import { workspaceRecordPath } from '../../scaffold/record.ts';
import { readWorkspace } from '../../scaffold/workspace.ts';
import { version } from '../version.ts';

/** Where a command works, and what it finds there. */
export type Site = { readonly folder: Folder; readonly workspace: Workspace };

export const own = () => ({ version, msvc: ownSpecifier(version) });

/** The workspace around the current folder; for a new one, the folder that it will fill. */
export function siteOf(cwd: string, capability: Capability, dir: unknown): Site {
  if (capability.id !== 'workspace') {
    const folder = diskFolder(rootAbove(cwd));
    return { folder, workspace: readWorkspace(folder, own()).workspace };
  }
  const folder = diskFolder(resolve(cwd, typeof dir === 'string' ? dir : '.'));
  if (folder.read(workspaceRecordPath) !== undefined) readWorkspace(folder, own());
  const name = plainName(basename(folder.root)) ?? 'workspace';
  return { folder, workspace: { name, scope: `@${name}`, services: [], events: [], contexts: [], msvc: own().msvc } };
}

function rootAbove(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (diskFolder(folder).read(workspaceRecordPath) !== undefined) return folder;
    if (dirname(folder) === folder) throw errors.notAWorkspace(cwd);
  }
}
