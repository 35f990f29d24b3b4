import { addToLefthook, removeFromLefthook } from './lefthook.ts';
import { addToShell, removeFromShell } from './shell.ts';
import type { Site } from './site.ts';

/** What becomes of the one file that holds the hook; `after` is undefined where it is removed. */
export type HookPlan = { readonly site: Site; readonly before: string | undefined; readonly after: string | undefined };

export const lintCommand = 'npx --no-install msvc lint --staged';

/** The hook with our check. `workspace` is its folder seen from the top of the repository, `.` for the top itself. */
export function planInstall(site: Site, before: string | undefined, workspace: string): HookPlan {
  if (site.manager === 'lefthook')
    return { site, before, after: addToLefthook(site.path, before ?? '', lintCommand, workspace) };
  const command = workspace === '.' ? lintCommand : `(cd ${quote(workspace)} && ${lintCommand})`;
  return { site, before, after: addToShell(site.path, before, command, site.manager === 'husky') };
}

/** The hook as it was before. */
export function planUninstall(site: Site, before: string | undefined): HookPlan {
  if (before === undefined) return { site, before, after: undefined };
  const remove = site.manager === 'lefthook' ? removeFromLefthook : removeFromShell;
  return { site, before, after: remove(before) };
}

const quote = (text: string): string => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
