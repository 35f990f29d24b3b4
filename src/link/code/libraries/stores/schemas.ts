import type { Evidence } from '../../../../model/evidence.ts';
import type { Model } from '../../../../model/model.ts';
import {
  evidenceAt,
  fieldOf,
  itemsOf,
  librariesOf,
  objectsOf,
  optionsOf,
  plainTextsOf,
  UNKNOWN,
} from '../../things.ts';
import type { LibraryCall, LibraryThing, ObjectThing, Program, Thing } from '../../types.ts';
import { plural } from './entities.ts';

type Key = { readonly columns: readonly string[]; readonly evidence: Evidence };
type Declared = { readonly table: string; readonly schema: string; readonly keys: readonly Key[] };
type Noted = { readonly models: Map<string, Declared>; readonly indexes: Map<string, Key[]> };

const noted = new WeakMap<Program, Noted>();

const notedIn = (program: Program): Noted => {
  const known = noted.get(program) ?? { models: new Map(), indexes: new Map() };
  noted.set(program, known);
  return known;
};

const placeOf = ({ at }: LibraryThing): string => (at ? `${at.file}:${at.line}:${at.column}` : '');

const isTrue = (thing: Thing | undefined): boolean =>
  optionsOf(thing).some(
    (option) => (option.kind === 'boolean' && option.boolean) || (option.kind === 'array' && isTrue(option.items[0])),
  );

const schemaIn = (thing: Thing | undefined): LibraryThing | undefined =>
  librariesOf(thing).find(({ path }) => /(?:^|\.)Schema\(\)$/.test(path));

/** The collection of a model: said with it, or with its schema, else the plural of its name. */
export const collectionOfModel = (args: readonly Thing[], program: Program | undefined): string | undefined => {
  const [name, schema, collection] = args;
  const said = plainTextsOf(collection)[0];
  if (said !== undefined) return said;
  const options = schemaIn(schema)?.args?.[1];
  const [known] = program ? plainTextsOf(fieldOf(options, 'collection', program)) : [];
  const [own] = plainTextsOf(name);
  return known ?? (own === undefined ? undefined : plural(own));
};

const keysOf = (fields: ObjectThing): readonly Key[] => {
  const { scope, value } = fields;
  return value.entries.flatMap(({ key, line }): Key[] => {
    if (key === undefined) return [];
    const field = scope.program.member(fields, key, scope);
    const isUnique = ['unique', 'index.unique'].some((name) => isTrue(fieldOf(field, name, scope.program)));
    return isUnique ? [{ columns: [key], evidence: evidenceAt(scope, [line ?? 1, 1], `unique ${key}`) }] : [];
  });
};

/** Fields that are all there: none comes from elsewhere, and the key is the one that each document is given afresh. */
const isWhole = ({ value }: ObjectThing): boolean =>
  value.entries.every(({ key }) => key !== undefined && key !== '_id' && key !== 'id');

/** `MongooseModule.forFeature([{ name: 'Order', schema }])` */
export const noteFeatures = (call: LibraryCall): void => {
  const { program } = call.scope;
  for (const item of itemsOf(call.args[0])) {
    const args = ['name', 'schema', 'collection'].map((key) => fieldOf(item, key, program) ?? UNKNOWN);
    noteModel({ ...call, args });
  }
};

/** `model('Order', new Schema({ … }))` declares its collection, with the unique keys that its schema asks for. */
export const noteModel = ({ args, at, scope: { program } }: LibraryCall): void => {
  const schema = schemaIn(args[1]);
  const [fields] = objectsOf(schema?.args?.[0]);
  const table = collectionOfModel(args, program);
  const { models } = notedIn(program);
  if (!schema || !fields || table === undefined || models.has(table)) return;
  models.set(table, { table, schema: placeOf(schema), keys: keysOf(fields) });
  if (isWhole(fields)) program.declared.push({ engine: 'mongo', table, evidence: { ...at, note: table } });
};

/** `schema.index({ customer: 1, sku: 1 }, { unique: true })` */
export const noteIndex = ({ callee, args, at, scope: { program } }: LibraryCall): void => {
  const schema = schemaIn(callee.parent);
  const columns = objectsOf(args[0]).flatMap(({ value }) => value.entries.flatMap(({ key }) => key ?? []));
  if (!schema || columns.length === 0 || !isTrue(fieldOf(args[1], 'unique', program))) return;
  const { indexes } = notedIn(program);
  const evidence = { ...at, note: `unique ${columns.join(', ')}` };
  indexes.set(placeOf(schema), [...(indexes.get(placeOf(schema)) ?? []), { columns, evidence }]);
};

/** The unique keys of the schemas behind a service's models. */
export const schemaKeysOf = (program: Program): Model['uniqueKeys'] => {
  const { models, indexes } = notedIn(program);
  return [...models.values()].flatMap(({ table, schema, keys }) =>
    [...keys, ...(indexes.get(schema) ?? [])].map(({ columns, evidence }) => ({
      service: program.service.name,
      table,
      columns,
      evidence: [evidence] as const,
    })),
  );
};
