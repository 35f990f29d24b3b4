import type { PieceKind } from '../../../model/domain.ts';
import type { Evidence } from '../../../model/evidence.ts';
import type { CallFact, ClassFact } from '../../../model/fact/module.ts';
import { isEntityClass } from '../libraries/stores/entities.ts';
import { evidenceAt, plainTextsOf } from '../things.ts';
import type { Module, Program, Thing } from '../types.ts';
import { loadedLibrariesOf } from './loading.ts';

/** A piece of the domain in a library that one service loads when it runs. */
export type LoadedPiece = { readonly name: string; readonly what: PieceKind; readonly evidence: Evidence };

/** What a library calls the thing that keeps data, by package and the last step of the path. */
const MAKERS: readonly { readonly of: RegExp; readonly makes: RegExp; readonly what: PieceKind }[] = [
  { of: /^(?:mongoose|redis-om|dynamoose)$/, makes: /^Schema$/, what: 'schema' },
  { of: /^(?:mongoose|dynamoose)$/, makes: /^model$/, what: 'model' },
  { of: /^(?:typeorm|@mikro-orm\/\w+)$/, makes: /^EntitySchema$/, what: 'entity' },
  { of: /^drizzle-orm(?:\/|$)/, makes: /^\w*[tT]able$/, what: 'table' },
  { of: /^@typegoose\/typegoose$/, makes: /^getModelForClass$/, what: 'model' },
];
const BASES: readonly { readonly of: RegExp; readonly extends: RegExp }[] = [
  { of: /^(?:sequelize|sequelize-typescript|objection)$/, extends: /^Model$/ },
  { of: /^redis-om$/, extends: /^Entity$/ },
];

/** The entities, schemas and tables of libraries that a service loads when it runs. */
export const piecesOf = (program: Program): readonly LoadedPiece[] => {
  const { moduleOf } = program.workspace;
  const shared = program.files.filter((file) => !program.own.has(file) && libraryOf(file, program) !== undefined);
  const found = shared.flatMap((file) => {
    const module = moduleOf(file);
    return module ? piecesIn(module, program).map((piece) => ({ file, piece })) : [];
  });
  const clients = program.openings.filter(({ engine }) => engine === 'prisma').map(({ evidence: [{ file }] }) => file);
  const models = clients.flatMap((file) => modelsBeside(file, program).map((piece) => ({ file, piece })));
  if (found.length + models.length === 0) return [];
  const loaded = loadedLibrariesOf(program);
  return [...found, ...models].flatMap(({ file, piece }) => (loaded.has(file) ? [piece] : []));
};

const libraryOf = (file: string, { workspace: { units } }: Program): string | undefined =>
  units.ownersOf(file).find((unit) => !('context' in unit))?.path;

/** Who makes a library's Prisma client loads all models of the schema that lies in that library. */
const modelsBeside = (client: string, program: Program): readonly LoadedPiece[] => {
  const library = libraryOf(client, program);
  if (library === undefined) return [];
  const schema = program.workspace.index
    .ofKind('prisma')
    .find(({ file, fact }) => fact.datasource && libraryOf(file, program) === library);
  return (schema?.fact.models ?? []).map(({ name, at: [line, column] }): LoadedPiece => {
    const at = { file: schema?.file ?? client, line, column };
    return { name, what: 'model', evidence: { ...at, basis: 'declared', note: `model ${name}` } };
  });
};

const piecesIn = (module: Module, program: Program): readonly LoadedPiece[] => {
  const classes = module.fact.classes.flatMap((fact, id) => pieceOfClass(fact, id, module, program));
  const made = module.fact.calls.flatMap((fact, site) =>
    fact.in === 0 ? pieceOfCall(fact, site, module, program) : [],
  );
  // A schema beside the model or class that is made of it is the same piece.
  const isNamed = classes.length > 0 || made.some(({ what }) => what === 'model');
  return [...classes, ...made.filter(({ what }) => !isNamed || what !== 'schema')];
};

const pieceOfClass = (fact: ClassFact, id: number, module: Module, program: Program): readonly LoadedPiece[] => {
  const scope = program.generic(module, 0);
  const isOne = isEntityClass({ kind: 'class', scope, id }) || extendsModel(fact, module, program);
  if (!isOne || fact.name === undefined || isBase(fact)) return [];
  return [{ name: fact.name, what: 'entity', evidence: evidenceAt(scope, fact.at, `class ${fact.name}`) }];
};

const extendsModel = (fact: ClassFact, module: Module, program: Program): boolean => {
  if (!fact.extends) return false;
  const base = program.evaluate(fact.extends, program.generic(module, 0));
  return isFrom(base, (of, path) => BASES.some((one) => one.of.test(of) && one.extends.test(path)));
};

const GENERIC = /^(?:_?id|_id|uuid|__v|version|(?:created|updated|deleted|modified)(?:_?(?:at|on|by|date))?)$/i;

/** What every entity has, an id and dates, is nobody's domain. */
const isBase = ({ abstract, name = '', fields }: ClassFact): boolean =>
  abstract === true ||
  /^(?:Abstract|Base)(?![a-z])|(?:Abstract|Base)(?:Entity|Document|Model|Schema)?$/.test(name) ||
  (fields.length > 0 && fields.every((field) => GENERIC.test(field.name)));

const pieceOfCall = (fact: CallFact, site: number, module: Module, program: Program): readonly LoadedPiece[] => {
  if (!mayMake(fact)) return [];
  const scope = program.generic(module, 0);
  const callee = program.evaluate(fact.callee, scope);
  const maker = MAKERS.find(({ of, makes }) => isFrom(callee, (from, path) => of.test(from) && makes.test(path)));
  if (!maker) return [];
  const bound = module.fact.bindings.find(({ value }) => value.kind === 'call' && value.site === site)?.name;
  const said = fact.args[0] && plainTextsOf(program.evaluate(fact.args[0], scope))[0];
  const name = said ?? bound;
  return name === undefined || /^(?:base|abstract)/i.test(name)
    ? []
    : [{ name, what: maker.what, evidence: evidenceAt(scope, fact.at, `${maker.what} ${name}`) }];
};

/** By its form alone, before anything is evaluated. */
const mayMake = ({ callee, form }: CallFact): boolean => {
  const name = callee.kind === 'name' || callee.kind === 'member' ? callee.name : '';
  return form === 'new' ? name.endsWith('Schema') : /(?:[tT]able|^model|^getModelForClass)$/.test(name);
};

const isFrom = (thing: Thing, test: (of: string, step: string) => boolean): boolean =>
  thing.kind === 'library' && test(thing.package, thing.path.slice(thing.path.lastIndexOf('.') + 1));
