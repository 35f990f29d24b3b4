import { isTest } from '../model/aside.ts';
import type { FileFacts } from '../model/fact.ts';
import type { ConfigFact } from '../model/fact/config.ts';
import type { ModuleImports } from '../model/module-imports.ts';
import { specifiersOf, targetOf } from './code/join/imports.ts';
import { workspaceOf } from './code/workspace.ts';
import { factIndexOf } from './facts.ts';
import { withStacks } from './stacks.ts';
import { unitsOf } from './units/index.ts';

/** What the modules of one service import, by the same resolution that finds imports across contexts; tests are left out. */
export function moduleImportsOf(
  facts: readonly FileFacts[],
  { config, service }: { readonly config: ConfigFact; readonly service: string },
): ModuleImports | undefined {
  const index = factIndexOf(withStacks(facts));
  const units = unitsOf(index, config);
  const own = units.services.find(({ name }) => name === service);
  if (!own) return undefined;
  const workspace = workspaceOf(index, units);
  const files = workspace.filesIn(service).filter((file) => !isTest(file));
  const inside = new Set(files);
  const imports = files.flatMap((from) =>
    specifiersOf(workspace, from).flatMap(({ from: specifier, typeOnly, at: [line, column] }) => {
      const to = targetOf(workspace, from, specifier);
      if (to === undefined || to === from || isTest(to)) return [];
      const unit = inside.has(to) ? undefined : units.ownersOf(to)[0]?.name;
      return [{ from, to, typeOnly, at: { file: from, line, column }, ...(unit === undefined ? {} : { unit }) }];
    }),
  );
  return { service, path: own.path, files, imports };
}
