import { fieldOf, itemsOf, lastStep, madeBy, optionsOf, plainTextsOf, textsOf } from '../../things.ts';
import type { ClassThing, Library, LibraryCall, LibraryThing, Program, Recognised, Scope, Thing } from '../../types.ts';
import { libraryThing } from '../kit.ts';
import { classNameOf } from '../../evaluate/classes.ts';
import { pluralKept, snake, tableOf, tableOfClass } from './entities.ts';
import { isGrown } from './growth.ts';
import { noteModelKeys } from './keys.ts';
import { open, optionsIn } from './opening.ts';
import { sqlDeeds } from './statements.ts';
import { data, incrementsIn, keyedOf, verbOf } from './verbs.ts';

const sequelizeOpening = (call: LibraryCall): Recognised => {
  const { program } = call.scope;
  const options = optionsIn(
    call.args.find((arg) => arg.kind === 'object'),
    call.scope,
  );
  const engine = plainTextsOf(fieldOf(options, 'dialect', program))[0] ?? 'sql';
  const [first, second] = call.args;
  const isUrl =
    textsOf(first).some((text) => text.text.includes('://')) ||
    (first !== undefined && first.kind === 'texts' && (!second || second.kind === 'object'));
  if (isUrl) open(call, { engine, options, url: first });
  else open(call, { engine, options, ...(first && first.kind === 'texts' ? { database: first } : {}) });
  return {};
};

const tablesOf = new WeakMap<Program, Map<string, string>>();

/** The tables of models that are classes, as `init` says. */
const tablesIn = (program: Program): Map<string, string> => {
  const known = tablesOf.get(program) ?? new Map<string, string>();
  tablesOf.set(program, known);
  return known;
};

const keyOf = (thing: ClassThing): string => `${thing.scope.module.file}#${thing.id}`;

const isTrue = (thing: Thing | undefined): boolean =>
  optionsOf(thing).some((option) => option.kind === 'boolean' && option.boolean);

/** The table of a model: named by its options, else the plural of the model's name. */
const tableBy = (name: string | undefined, options: Thing | undefined, program: Program): string | undefined => {
  const [named] = plainTextsOf(fieldOf(options, 'tableName', program));
  if (named !== undefined || name === undefined) return named;
  const own = isTrue(fieldOf(options, 'underscored', program)) ? snake(name) : name;
  return isTrue(fieldOf(options, 'freezeTableName', program)) ? own : pluralKept(own);
};

/** `Order.init(columns, { modelName, tableName })` of a class of the workspace. */
const noteModel = (call: LibraryCall): Recognised => {
  const heir = madeBy(call.callee, /Model\(\)$/)?.heir;
  const { program } = call.scope;
  if (!heir) return {};
  const [modelName] = plainTextsOf(fieldOf(call.args[1], 'modelName', program));
  const table = tableBy(modelName ?? classNameOf(heir), call.args[1], program);
  if (table === undefined) return {};
  tablesIn(program).set(keyOf(heir), table);
  const [columns, options] = call.args;
  noteModelKeys(call, table, { columns, options });
  return {};
};

/** `sequelize.define('order', columns, { tableName })` */
const noteDefined = (call: LibraryCall): void => {
  const [name, columns, options] = call.args;
  const table = tableBy(plainTextsOf(name)[0], options, call.scope.program);
  if (table !== undefined) noteModelKeys(call, table, { columns, options });
};

const sequelizeTable = (callee: LibraryThing, { program }: Scope): string | undefined => {
  const heir = madeBy(callee, /Model\(\)$/)?.heir;
  if (heir) return tablesIn(program).get(keyOf(heir)) ?? tableOfClass(heir) ?? pluralKept(classNameOf(heir));
  const defined = madeBy(callee, /(?:define|model|InjectModel|Model|init)\(\)$/);
  const [first] = defined?.args ?? [];
  if (defined?.path.endsWith('define()')) return tableBy(plainTextsOf(first)[0], defined.args?.at(-1), program);
  const named = plainTextsOf(fieldOf(defined?.args?.at(-1), 'tableName', program))[0];
  return named ?? (first && tableOf(first));
};

/** Tables that are read along: `include: [Line, { model: Customer, include: [Address] }]`. */
const included = (options: Thing | undefined, scope: Scope, depth = 0): readonly string[] => {
  const asked = fieldOf(options, 'include', scope.program);
  const items = [...itemsOf(asked), ...optionsOf(asked).filter(({ kind }) => kind !== 'array')];
  return depth > 4
    ? []
    : items.flatMap((item) => {
        const model = fieldOf(item, 'model', scope.program) ?? item;
        return [...tableOfModel(model, scope), ...included(item, scope, depth + 1)];
      });
};

const tableOfModel = (model: Thing, scope: Scope): readonly string[] =>
  optionsOf(model).flatMap((option) => {
    if (option.kind === 'library') return sequelizeTable(option, scope) ?? [];
    if (option.kind !== 'class') return [];
    return tablesIn(scope.program).get(keyOf(option)) ?? tableOfClass(option) ?? pluralKept(classNameOf(option));
  });

/** Sequelize, with and without decorators. */
export const sequelize: Library = {
  packages: ['sequelize', 'sequelize-typescript', '@nestjs/sequelize', '@sequelize/core'],
  recognise: (call) => {
    const { path } = call.callee;
    const name = lastStep(path);
    if (/^(?:|Sequelize|default|SequelizeModule\.forRoot(?:Async)?)$/.test(path)) return sequelizeOpening(call);
    if (name === 'transaction')
      return { transaction: true, callbackArgs: [libraryThing(call.callee, 'Transaction()')] };
    if (name === 'query') return { deeds: sqlDeeds(call, 'sql') };
    if (name === 'init') return noteModel(call);
    if (name === 'define') noteDefined(call);
    if (/^(?:define|belongsTo|hasMany|hasOne|sync|authenticate|addHook)$/.test(name)) return undefined;
    const verb = name === 'save' ? 'update' : verbOf(name);
    const isModel =
      /(?:define|model|InjectModel|Model|init|getRepository)\(\)\.|^(?:Model)\./.test(path) ||
      madeBy(call.callee, /Model\(\)$/)?.heir !== undefined;
    if (!verb || !isModel) return undefined;
    const increments = verb === 'update' && (isGrown(call.callee.parent) || call.args.some(incrementsIn));
    const keyed = keyedOf(call.args[0], call.scope.program);
    const deed = data('sql', increments ? 'increment' : verb, sequelizeTable(call.callee, call.scope), keyed);
    const others = verb === 'read' ? call.args.flatMap((arg) => included(arg, call.scope)) : [];
    return { deeds: [deed, ...[...new Set(others)].map((table) => data('sql', 'read', table))] };
  },
};
