import { folderOf } from '../../../../model/paths.ts';
import type { StoreOpening } from '../../../types.ts';
import { classFactOf } from '../../evaluate/classes.ts';
import { normalise } from '../../paths.ts';
import { eitherOf, evidenceAt, fieldOf, lastStep, librariesOf, madeBy, textsOf } from '../../things.ts';
import type { Library, LibraryCall, LibraryThing, Program, Recognised, Thing } from '../../types.ts';
import { sqlDeeds } from './statements.ts';
import { open, resolvedOf } from './opening.ts';
import { data, incrementsIn, keyedOf, verbOf } from './verbs.ts';

const MODEL_CALL =
  /PrismaClient\(\)(?:\.\$extends\(\))?\.(\w+)\.(\w+)$|^(?:tx|TransactionClient\(\)|Prisma\.TransactionClient\(\))\.(\w+)\.(\w+)$/;

const isGeneratedTo = (wanted: string, file: string, output: string): boolean => {
  const path = output.startsWith('.') ? normalise(`${folderOf(file)}/${output}`) : output;
  // What `@prisma/client` brings lies in `.prisma/client`.
  const names = wanted === '@prisma/client' ? [wanted, '.prisma/client'] : [wanted];
  return (
    path === wanted || wanted.startsWith(`${path}/`) || names.some((name) => path.endsWith(`node_modules/${name}`))
  );
};

/** The schema whose client is imported, by where it says that client goes. */
const schemaFileOf = (name: string, from: string, program: Program): string | undefined => {
  const schemas = program.workspace.index.ofKind('prisma');
  const wanted = /^\.\.?(?:\/|$)/.test(name) ? normalise(`${folderOf(from)}/${name}`) : name;
  return schemas.find(({ file, fact }) => fact.output !== undefined && isGeneratedTo(wanted, file, fact.output))?.file;
};

/** The address that a driver adapter is given, or the pool in it. */
const adapted = ({ args, scope: { program } }: LibraryCall): Thing | undefined => {
  const adapters = librariesOf(fieldOf(args[0], 'adapter', program));
  const given = adapters.flatMap((adapter) => adapter.args?.[0] ?? []);
  const inner = given.flatMap((thing) => librariesOf(thing).flatMap((pool) => pool.args?.[0] ?? []));
  const urls = [...given, ...inner].flatMap((thing) => [
    ...(textsOf(thing).length > 0 ? [thing] : []),
    ...['connectionString', 'url'].flatMap((key) => fieldOf(thing, key, program) ?? []),
  ]);
  return urls.length > 0 ? eitherOf(urls) : undefined;
};

/** A driver adapter knows the address, or was given the pool that was opened with it. */
const opening = (call: LibraryCall): void => {
  const { program } = call.scope;
  const [options] = call.args;
  const sources =
    fieldOf(options, 'datasources.db.url', program) ?? fieldOf(options, 'datasourceUrl', program) ?? adapted(call);
  const schemaFile = schemaFileOf(call.callee.package, call.scope.module.file, program);
  open(call, {
    engine: 'prisma',
    ...(sources && resolvedOf(sources).length > 0 ? { url: sources } : {}),
    ...(schemaFile === undefined ? {} : { schemaFile }),
  });
};

/** The opening of a class that extends the client, once, where the class stands: it is there as soon as it is used. */
const openHeir = (call: LibraryCall, root: LibraryThing): StoreOpening | undefined => {
  const fact = root.heir && classFactOf(root.heir);
  if (!root.heir || !fact) return undefined;
  const { scope } = root.heir;
  const at = evidenceAt(scope, fact.at);
  const isHere = ({ engine, evidence }: StoreOpening) =>
    engine === 'prisma' && evidence[0].file === at.file && evidence[0].line === at.line;
  const { openings } = call.scope.program;
  const known = openings.find(isHere);
  if (!known) opening({ ...call, callee: root, args: root.args ?? [], scope, at });
  return known ?? openings.find(isHere);
};

const called = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** Models that are read along: `include: { lines: { include: { product: true } } }`, or the same with `select`. */
const included = (options: Thing | undefined, model: string, program: Program, depth = 0): readonly string[] => {
  const models = program.workspace.index.ofKind('prisma').flatMap(({ fact }) => fact.models);
  const relations = models.find(({ name, relations }) => relations && called(name) === model)?.relations;
  if (!relations || depth > 4) return [];
  return ['include', 'select'].flatMap((key) => {
    const asked = fieldOf(options, key, program);
    return Object.entries(relations).flatMap(([field, other]) => {
      const inner = fieldOf(asked, field, program);
      const isOff = !inner || (inner.kind === 'boolean' && !inner.boolean);
      return isOff ? [] : [called(other), ...included(inner, called(other), program, depth + 1)];
    });
  });
};

const effect = (call: LibraryCall, model: string, method: string): Recognised | undefined => {
  const verb = verbOf(method);
  if (!verb) return undefined;
  const { program } = call.scope;
  const rows = fieldOf(call.args[0], 'data', program);
  const increments =
    (verb === 'update' && incrementsIn(rows)) ||
    (verb === 'upsert' && incrementsIn(fieldOf(call.args[0], 'update', program)));
  const others = [...new Set(included(call.args[0], model, program))];
  return {
    deeds: [
      data('prisma', increments ? 'increment' : verb, model, keyedOf(rows, program)),
      ...others.map((other) => data('prisma', 'read', other)),
    ],
  };
};

const withOpening = (found: Recognised | undefined, opened: StoreOpening | undefined): Recognised | undefined =>
  opened && found?.deeds
    ? { ...found, deeds: found.deeds.map((deed) => (deed.kind === 'data' ? { ...deed, opening: opened } : deed)) }
    : found;

const used = (call: LibraryCall): Recognised | undefined => {
  const { path } = call.callee;
  const found = MODEL_CALL.exec(path);
  if (found) return effect(call, found[1] ?? found[3] ?? '', found[2] ?? found[4] ?? '');
  const name = lastStep(path);
  if (name === '$transaction')
    return { transaction: true, ...(call.callee.parent ? { callbackArgs: [call.callee.parent] } : {}) };
  return /^\$(?:query|execute)Raw/.test(name) ? { deeds: sqlDeeds(call, 'prisma') } : undefined;
};

/** The Prisma client, wherever it was generated to. */
export const prisma: Library = {
  packages: (name) => /prisma/i.test(name) || /\/generated\/|\/client$/.test(name),
  recognise: (call) => {
    if (call.callee.path === 'PrismaClient') {
      opening(call);
      return {};
    }
    const found = used(call);
    const root = found && madeBy(call.callee, /PrismaClient\(\)$/);
    return withOpening(found, root?.heir ? openHeir(call, root) : undefined);
  },
};
