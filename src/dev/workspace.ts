import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errors } from '../errors/dev.ts';
import type { DevService, DevWorkspace } from './types.ts';

/** The workspace around a folder: the nearest one upwards that has services/<name>/main.ts. */
export function findWorkspace(from: string): DevWorkspace {
  for (let folder = from; ; folder = dirname(folder)) {
    const services = servicesOf(folder);
    if (services.length > 0) return workspaceOf(folder, services);
    if (existsSync(join(folder, '.msvc'))) throw errors.noServices(folder);
    if (dirname(folder) === folder) throw errors.notAWorkspace(from);
  }
}

/** The services asked for, or all; an unknown name is a user error. */
export function selectServices(workspace: DevWorkspace, names: readonly string[]): readonly DevService[] {
  const known = workspace.services.map((service) => service.name);
  for (const name of names) if (!known.includes(name)) throw errors.unknownService(name, known);
  return names.length === 0 ? workspace.services : workspace.services.filter((service) => names.includes(service.name));
}

/** The folders of the contexts that a composition root mounts: it imports the `context.ts` of each. */
export function mountedFolders(main: string, service: string): readonly string[] {
  const found = new Set<string>();
  for (const [, path = ''] of main.matchAll(/from\s*['"]([^'"]*\/context(?:\.ts)?)['"]/g)) {
    const folder = path.split('/').at(-2) ?? '.';
    found.add(folder === '.' ? service : folder);
  }
  return [...found].sort();
}

/** What a `context.ts` calls its context; its folder's name where it does not say. Only the text is looked at. */
export const contextNameIn = (text: string, folder: string): string =>
  /defineContext\b[^]*?\bname:\s*['"]([\w-]+)['"]/.exec(text)?.[1] ?? folder;

/** Only such a process reads REST_PORT. */
const isReachedOverRest = (context = ''): boolean => /\brestVariables\b/.test(context);

function servicesOf(root: string): readonly DevService[] {
  return foldersIn(join(root, 'services')).flatMap((name) => {
    const main = textOf(join(root, 'services', name, 'main.ts'));
    if (main === undefined) return [];
    const mounted = mountedFolders(main, name);
    const folders = mounted.length > 0 ? mounted : [name];
    const contexts = folders.map((folder) => contextOf(root, folder) ?? folder).sort();
    const rest = folders.some((folder) => isReachedOverRest(textOf(join(root, 'services', folder, 'context.ts'))));
    const paths = folders.map((folder) => `services/${folder}`);
    return [{ name, folder: `services/${name}`, folders: paths, contexts, ...(rest && { rest }) }];
  });
}

function contextOf(root: string, folder: string): string | undefined {
  const text = textOf(join(root, 'services', folder, 'context.ts'));
  return text === undefined ? undefined : contextNameIn(text, folder);
}

function workspaceOf(root: string, services: readonly DevService[]): DevWorkspace {
  const offered = foldersIn(join(root, 'services')).flatMap((folder) => contextOf(root, folder) ?? []);
  const contexts = [...new Set([...services.flatMap((service) => service.contexts), ...offered])].sort();
  return { root, name: basename(root), services, contexts };
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function foldersIn(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
