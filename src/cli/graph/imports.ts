import { graphErrors } from '../../errors/graph.ts';
import { moduleImportsOf } from '../../link/module-imports.ts';
import type { ModuleImports } from '../../model/module-imports.ts';
import { gatherFacts } from '../facts.ts';
import { keepingFor, nothingKept } from '../keeping.ts';
import type { Inspected } from '../lint/inspect-folder.ts';

type Asked = {
  readonly service: string;
  readonly cache: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** What the files of one service import. The facts were read for the model; here they come from what was kept. */
export function importsOf({ files, model }: Inspected, { service, cache, env }: Asked): ModuleImports {
  const keeping = cache ? keepingFor(files.root, env) : nothingKept;
  const found = moduleImportsOf(gatherFacts(files, keeping.facts), { config: model.config, service });
  if (!found)
    throw graphErrors.unknownName('--service', service, model.services.map(({ name }) => name).sort(), 'service');
  return found;
}
