import type { ObjectEntry } from '../../../../model/fact/value.ts';
import { settingsBeside } from '../../settings.ts';
import type { Program, Scope, Thing } from '../../types.ts';

/** The variables that TypeORM reads its connection from. */
const VARIABLES: Readonly<Record<string, string>> = {
  type: 'TYPEORM_CONNECTION',
  url: 'TYPEORM_URL',
  host: 'TYPEORM_HOST',
  port: 'TYPEORM_PORT',
  database: 'TYPEORM_DATABASE',
  schema: 'TYPEORM_SCHEMA',
};

const fromVariables = (program: Program): Thing | undefined => {
  const given = program.workspace.units.environmentOf(program.service.name);
  const entries = Object.entries(VARIABLES).flatMap(([key, name]): ObjectEntry[] =>
    given.valuesOf(name).length > 0 ? [{ key, value: { kind: 'env', name } }] : [],
  );
  const [file = ''] = program.files;
  const module = program.workspace.moduleOf(file);
  const scope: Scope | undefined = module && program.generic(module, 0);
  return scope && entries.length > 0
    ? { kind: 'object', value: { kind: 'object', entries }, scope, stored: new Map() }
    : undefined;
};

/** What a mapper connects to that is not told so in code: its own settings file, else its own variables. */
export const connectionSettings = (name: string, program: Program): Thing | undefined =>
  name.startsWith('@mikro-orm/')
    ? settingsBeside(program, ['mikro-orm.config', 'mikro-orm'])
    : (settingsBeside(program, ['ormconfig']) ?? fromVariables(program));
