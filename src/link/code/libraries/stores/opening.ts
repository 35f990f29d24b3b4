import type { Resolved, StoreOpening } from '../../../types.ts';
import { fieldOf, functionsOf, optionsOf, textsOf } from '../../things.ts';
import type { LibraryCall, Program, Scope, TextOption, Thing } from '../../types.ts';

/** A text whose holes are all of it says nothing but which variables it hangs on. */
const resolvedFrom = (option: TextOption): Resolved => {
  const { text, holes, ...rest } = option;
  const blind = holes && (/^\{[^}]*\}$/.test(text) || /^[a-z+]+:\/\/\{[^}]*\}\/?$/.test(text));
  return blind ? rest : { ...rest, text };
};

/** A value as the alternatives that a store's identity is resolved from. */
export const resolvedOf = (thing: Thing | undefined): readonly Resolved[] => textsOf(thing).map(resolvedFrom);

const KEYS = {
  url: ['url', 'uri', 'connectionString', 'clientUrl', 'node', 'nodes', 'connection', 'mongoUri', 'href'],
  host: ['host', 'hostname', 'server', 'socket.host', 'connection.host', 'redis.host', 'endpoint'],
  port: ['port', 'socket.port', 'connection.port', 'redis.port'],
  database: ['database', 'dbName', 'db', 'dbname', 'connection.database', 'filename', 'connection.filename', 'storage'],
  schema: ['schema', 'searchPath', 'connection.schema'],
} as const;

const part = (options: Thing | undefined, keys: readonly string[], program: Program): readonly Resolved[] => {
  for (const key of keys) {
    const found = resolvedOf(fieldOf(options, key, program));
    if (found.length > 0) return found;
  }
  return [];
};

type Given = {
  readonly engine: string;
  readonly role?: StoreOpening['role'];
  readonly options?: Thing | undefined;
  readonly url?: Thing | undefined;
  readonly database?: Thing | undefined;
  readonly host?: Thing | undefined;
  readonly schemaFile?: string;
};

const filled = (
  key: 'url' | 'host' | 'port' | 'database' | 'schema',
  found: readonly Resolved[],
): Partial<StoreOpening> => (found.length > 0 ? { [key]: found } : {});

/** Notes that the service opens a store, with what its options say of where it is. */
export const open = (call: LibraryCall, given: Given): void => {
  const { program } = call.scope;
  const { options } = given;
  const url = [...resolvedOf(given.url), ...part(options, KEYS.url, program)];
  const host = given.host ? resolvedOf(given.host) : part(options, KEYS.host, program);
  const database = given.database ? resolvedOf(given.database) : part(options, KEYS.database, program);
  program.openings.push({
    service: program.service.name,
    engine: given.engine,
    role: given.role ?? 'data',
    ...filled('url', url),
    ...filled('host', host),
    ...filled('port', part(options, KEYS.port, program)),
    ...filled('database', database),
    ...filled('schema', part(options, KEYS.schema, program)),
    ...(given.schemaFile === undefined ? {} : { schemaFile: given.schemaFile }),
    tables: [],
    evidence: [call.at],
  });
};

const CREATES = /^create\w*Options$/;

/** The options of `forRoot(options)` and of `forRootAsync({ useFactory | useClass })`. */
export const optionsIn = (arg: Thing | undefined, scope: Scope): Thing | undefined => {
  const { program } = scope;
  const [factory] = functionsOf(fieldOf(arg, 'useFactory', program));
  if (factory) return program.call(factory, [], scope);
  const made = optionsOf(fieldOf(arg, 'useClass', program) ?? fieldOf(arg, 'useExisting', program)).find(
    (item) => item.kind === 'class',
  );
  if (made?.kind !== 'class') return arg;
  const fact = made.scope.module.fact.classes[made.id];
  const names = (fact?.methods ?? []).map((id) => made.scope.module.fact.functions[id]?.name ?? '');
  const name = names.find((item) => CREATES.test(item));
  const method = name === undefined ? undefined : program.member(program.instance(made, undefined), name, scope);
  return method ? program.call(method, [], scope) : arg;
};
