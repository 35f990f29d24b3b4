import {
  evidenceAt,
  fieldOf,
  functionsOf,
  itemsOf,
  lastStep,
  librariesOf,
  objectsOf,
  optionsOf,
} from '../../things.ts';
import type { DataDeed, LibraryCall, LibraryThing, ObjectThing, Program, Thing } from '../../types.ts';
import { stepsOf } from './chains.ts';
import { noteKeys } from './keys.ts';
import { isFresh } from './verbs.ts';

type Column = { readonly name: string; readonly steps: ReadonlySet<string>; readonly isFresh: boolean };
type Table = { readonly columns: readonly Column[]; readonly isWhole: boolean; readonly primary: Column | undefined };

const DEFAULTS =
  /^(?:defaultRandom|\$default|\$defaultFn|autoincrement|generatedAlwaysAsIdentity|generatedByDefaultAsIdentity)$/;
const COUNTED = /^(?:small|big)?serial$/;
const MADE_THERE = /gen_random_uuid|uuid|nextval|newid|nanoid|ulid|cuid/i;
/** What a callback of a table is given: `t.email` is the column of this name. */
const COLUMNS = 'columns';

/** Defaults that differ with each row: `serial`, `defaultRandom()`, `` default(sql`gen_random_uuid()`) ``. */
const isMadeAnew = (steps: readonly LibraryThing[]): boolean =>
  steps.some(({ path, args }) => {
    const name = nameOf(path);
    if (DEFAULTS.test(name) || COUNTED.test(name)) return true;
    return name === 'default' && librariesOf(args?.[0]).some(isExpression);
  });

const isExpression = ({ args }: LibraryThing): boolean =>
  (args ?? []).some((arg) =>
    optionsOf(arg).some(
      (option) => option.kind === 'texts' && option.options.some(({ text }) => MADE_THERE.test(text)),
    ),
  );

const nameOf = (path: string): string => lastStep(path.replace(/\(\)$/, ''));

const columnOf = (name: string, thing: Thing): Column => {
  const steps = librariesOf(thing).flatMap(stepsOf);
  return { name, steps: new Set(steps.map(({ path }) => nameOf(path))), isFresh: isMadeAnew(steps) };
};

const columnsIn = (definition: ObjectThing): { readonly columns: readonly Column[]; readonly isWhole: boolean } => {
  const { scope, value } = definition;
  const parts = value.entries.map(({ key, value: of }) => {
    if (key !== undefined)
      return { columns: [columnOf(key, scope.program.member(definition, key, scope))], isWhole: true };
    const [spread] = of.kind === 'spread' ? objectsOf(scope.program.evaluate(of.of, scope)) : [];
    return spread ? columnsIn(spread) : { columns: [], isWhole: false };
  });
  return { columns: parts.flatMap(({ columns }) => columns), isWhole: parts.every(({ isWhole }) => isWhole) };
};

/** The columns of `pgTable('orders', { … })`, or of `pgTable('orders', (t) => ({ … }))`. */
const tableIn = (made: LibraryThing, { scope: { program } }: LibraryCall): Table => {
  const [, given] = made.args ?? [];
  const [definition] = objectsOf(calledWith(given, made, program) ?? given);
  const { columns, isWhole } = definition ? columnsIn(definition) : { columns: [], isWhole: false };
  const primary = columns.find(({ steps }) => steps.has('primaryKey'));
  return { columns, isWhole, primary };
};

const calledWith = (thing: Thing | undefined, { package: from }: LibraryThing, program: Program): Thing | undefined => {
  const [callback] = functionsOf(thing);
  return callback && program.call(callback, [{ kind: 'library', package: from, path: COLUMNS }], callback.scope);
};

/** `(t) => [uniqueIndex('name').on(t.a, t.b), primaryKey({ columns: [t.a] })]`, or an object of these. */
const constraintsOf = (made: LibraryThing, program: Program): readonly (readonly string[])[] => {
  const extra = calledWith(made.args?.[2], made, program);
  const named = objectsOf(extra).flatMap((object) =>
    object.value.entries.map(({ value }) => program.evaluate(value, object.scope)),
  );
  return [...itemsOf(extra), ...named]
    .flatMap((item) => librariesOf(item))
    .flatMap((item) => {
      const columns = constrainedBy(stepsOf(item), program);
      return columns.length > 0 ? [columns] : [];
    });
};

const constrainedBy = (steps: readonly LibraryThing[], program: Program): readonly string[] => {
  const names = steps.map(({ path }) => nameOf(path));
  if (names.includes('where')) return []; // unique among some rows only
  if (names.some((name) => name === 'unique' || name === 'uniqueIndex'))
    return columnNames(steps.find(({ path }) => nameOf(path).startsWith('on'))?.args ?? []);
  const key = steps.find(({ path }) => nameOf(path) === 'primaryKey');
  return columnNames(key ? [...(key.args ?? []), ...itemsOf(fieldOf(key.args?.[0], 'columns', program))] : []);
};

const columnNames = (things: readonly Thing[]): readonly string[] =>
  things.flatMap((thing) =>
    librariesOf(thing).map(({ path }) => (path.startsWith(`${COLUMNS}.`) ? lastStep(path) : 'an expression')),
  );

/** Notes what is unique in a table that is written to; a key that is made anew for each row stops nobody. */
const note = (call: LibraryCall, made: LibraryThing, name: string, { columns }: Table): void => {
  const { program } = call.scope;
  const ofColumns = columns.flatMap((column) =>
    !column.isFresh && (column.steps.has('unique') || column.steps.has('primaryKey')) ? [[column.name]] : [],
  );
  const evidence = made.at ?? evidenceAt(call.scope, call.fact.at);
  noteKeys(
    program,
    [...ofColumns, ...constraintsOf(made, program)].map((key) => ({
      table: name,
      columns: key,
      evidence: { ...evidence, note: `unique ${key.join(', ')}` },
    })),
  );
};

const tables = new WeakMap<Program, Map<string, Table>>();

/** The table that is written to, its unique keys noted the first time. */
const tableOf = (call: LibraryCall, name: string): Table | undefined => {
  const { program } = call.scope;
  const known = tables.get(program) ?? new Map<string, Table>();
  tables.set(program, known);
  const made = librariesOf(call.args[0]).find(({ args }) => (args?.length ?? 0) > 1);
  if (!made || known.has(name)) return known.get(name);
  const table = tableIn(made, call);
  known.set(name, table);
  note(call, made, name, table);
  return table;
};

/** How rows get their key: given with them, made anew by their table, or by nobody where it has none. */
export const keyedByTable = (call: LibraryCall, name: string, rows: Thing | undefined): DataDeed['keyed'] => {
  const table = tableOf(call, name);
  const [first] = [...itemsOf(rows), ...optionsOf(rows)];
  if (!table || table.columns.length === 0 || first?.kind !== 'object') return 'unknown';
  const { program } = call.scope;
  const { primary } = table;
  const given = primary && fieldOf(first, primary.name, program);
  if (given) return isFresh(given) ? 'fresh' : 'given';
  const isOpen = first.value.entries.some(({ key }) => key === undefined);
  if (isOpen || !(primary ? primary.isFresh : table.isWhole)) return 'unknown';
  return 'fresh';
};
