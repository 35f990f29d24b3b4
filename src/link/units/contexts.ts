import type { ConfigFact, ContextConfig } from '../../model/fact/config.ts';
import { globOf, isWithin } from '../../model/paths.ts';

/** The bounded context a service belongs to: as msvc.yaml declares it by path or by name, else the service itself. */
export function contextOf(name: string, path: string, config: ConfigFact): string {
  return contextAt(path, config) ?? config.contexts.find((context) => context.name === name)?.name ?? name;
}

/** The context that msvc.yaml gives a folder. */
export const contextAt = (path: string, config: ConfigFact): string | undefined =>
  config.contexts.find((context) => context.paths.some((glob) => covers(glob, path)))?.name;

const covers = (glob: string, path: string): boolean => coverOf(glob)(path);

/** `services/orders`, `services/orders/**` and `services/orders-*` cover the folder `services/orders`. */
export function coverOf(glob: string): (folder: string) => boolean {
  const folder = glob.replace(/\/\*\*?$/, '');
  const pattern = globOf(folder);
  const isPlain = !/[*?{]/.test(folder) && folder !== '';
  return (path) => pattern.test(path) || (isPlain && isWithin(path, folder));
}

export type { ContextConfig };
