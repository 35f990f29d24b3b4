import type { Evidence } from '../../../../model/evidence.ts';
import type { Model } from '../../../../model/model.ts';
import { evidenceAt, fieldOf, itemsOf, objectsOf, optionsOf, plainTextsOf } from '../../things.ts';
import type { LibraryCall, Program, Thing } from '../../types.ts';

type Key = { readonly table: string; readonly columns: readonly string[]; readonly evidence: Evidence };

const noted = new WeakMap<Program, Key[]>();

/** Keeps unique keys that were found while the service was followed. */
export const noteKeys = (program: Program, keys: readonly Key[]): void => {
  const known = noted.get(program) ?? [];
  noted.set(program, known);
  known.push(...keys);
};

const isUnique = (thing: Thing | undefined): boolean =>
  plainTextsOf(thing).length > 0 || optionsOf(thing).some((option) => option.kind === 'boolean' && option.boolean);

/** Columns of an object of definitions for which something holds, each with its line. */
const columnsOf = (
  definitions: Thing | undefined,
  call: LibraryCall,
  holds: (column: Thing) => boolean,
): readonly Omit<Key, 'table'>[] =>
  objectsOf(definitions).flatMap(({ scope, value }) =>
    value.entries.flatMap(({ key, line, value: column }) =>
      key !== undefined && holds(scope.program.evaluate(column, scope))
        ? [{ columns: [key], evidence: evidenceAt(scope, [line ?? call.at.line, 1], `unique ${key}`) }]
        : [],
    ),
  );

/** `{ email: { type: STRING, unique: true } }` and `{ indexes: [{ unique: true, fields: ['a', 'b'] }] }` of Sequelize. */
export const noteModelKeys = (
  call: LibraryCall,
  table: string,
  given: { readonly columns: Thing | undefined; readonly options: Thing | undefined },
): void => {
  const { program } = call.scope;
  const own = columnsOf(given.columns, call, (column) => isUnique(fieldOf(column, 'unique', program)));
  const indexes = itemsOf(fieldOf(given.options, 'indexes', program)).flatMap((index) => {
    const columns = itemsOf(fieldOf(index, 'fields', program)).flatMap(plainTextsOf);
    return columns.length > 0 && isUnique(fieldOf(index, 'unique', program)) ? [{ columns, evidence: call.at }] : [];
  });
  noteKeys(
    program,
    [...own, ...indexes].map((key) => ({ table, ...key })),
  );
};

/** `orders.createIndex({ sku: 1 }, { unique: true })` of a collection, wherever it was taken from. */
export const noteCollectionIndex = (call: LibraryCall, table: string | undefined): void => {
  const { args, at, scope } = call;
  const { program } = scope;
  const columns = objectsOf(args[0]).flatMap(({ value }) => value.entries.flatMap(({ key }) => key ?? []));
  const isWhole =
    isUnique(fieldOf(args[1], 'unique', program)) && !fieldOf(args[1], 'partialFilterExpression', program);
  if (table === undefined || columns.length === 0 || !isWhole) return;
  noteKeys(program, [{ table, columns, evidence: { ...at, note: `unique ${columns.join(', ')}` } }]);
};

/** What was noted while the service was followed. */
export const notedKeysOf = (program: Program): Model['uniqueKeys'] =>
  (noted.get(program) ?? []).map(({ table, columns, evidence }) => ({
    service: program.service.name,
    table,
    columns,
    evidence: [evidence],
  }));
