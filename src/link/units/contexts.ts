import type { ConfigFact, ContextConfig } from '../../model/fact/config.ts';
import { globOf, isWithin } from '../../model/paths.ts';

/** The bounded context a service belongs to: as msvc.yaml declares it by path or by name, else the service itself. */
export function contextOf(name: string, path: string, config: ConfigFact): string {
  return contextAt(path, config) ?? config.contexts.find((context) => context.name === name)?.name ?? name;
}

/** The context that msvc.yaml gives a folder. */
export const contextAt = (path: string, config: ConfigFact): string | undefined =>
  config.contexts.find((context) => context.paths.some((glob) => covers(glob, path)))?.name;

/** `services/orders`, `services/orders/**` and `services/orders-*` cover the folder `services/orders`. */
function covers(glob: string, path: string): boolean {
  const folder = glob.replace(/\/\*\*?$/, '');
  return globOf(folder).test(path) || (!/[*?{]/.test(folder) && folder !== '' && isWithin(path, folder));
}

export type { ContextConfig };
