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

/**
 * The contexts that a composition root mounts: it imports the `context.ts` of each. Only the text is looked at.
 */
export function mountedContexts(main: string, service: string): readonly string[] {
  const found = new Set<string>();
  for (const [, path = ''] of main.matchAll(/from\s*['"]([^'"]*\/context(?:\.ts)?)['"]/g)) {
    const folder = path.split('/').at(-2) ?? '.';
    found.add(folder === '.' ? service : folder);
  }
  return [...found].sort();
}

function servicesOf(root: string): readonly DevService[] {
  return foldersIn(join(root, 'services'))
    .filter((name) => existsSync(join(root, 'services', name, 'main.ts')))
    .map((name) => {
      const mounted = mountedContexts(readFileSync(join(root, 'services', name, 'main.ts'), 'utf8'), name);
      return { name, folder: `services/${name}`, contexts: mounted.length > 0 ? mounted : [name] };
    });
}

function workspaceOf(root: string, services: readonly DevService[]): DevWorkspace {
  const offered = foldersIn(join(root, 'services')).filter((name) =>
    existsSync(join(root, 'services', name, 'context.ts')),
  );
  const contexts = [...new Set([...services.flatMap((service) => service.contexts), ...offered])].sort();
  return { root, name: basename(root), services, contexts };
}

function foldersIn(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
