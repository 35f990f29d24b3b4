import {
  fieldIn,
  fieldsIn,
  isKeyed,
  isTrue,
  itemsIn,
  keysOf,
  nameOf,
  rootOf,
  stepsBelow,
  textIn,
  textsIn,
  type Reading,
} from './written.ts';

/** `table.unique(['a', 'b'])` and `table.string('a').unique()` of Knex, inside the callback of its table. */
export const ofKnex: Reading = ({ args }, { fact }) => {
  const table = textIn(args[0]);
  const callback = args.at(-1);
  if (table === undefined || callback?.kind !== 'function') return [];
  const [builder] = fact.functions[callback.id]?.params ?? [];
  return fact.calls.flatMap((call) => {
    const name = nameOf(call);
    if (call.in !== callback.id || (name !== 'unique' && name !== 'primary')) return [];
    const root = rootOf(call, fact);
    if (root?.kind !== 'name' || root.name !== builder?.name) return [];
    const [first] = stepsBelow(call, fact);
    const own = textsIn(call.args[0]);
    const columns = own.length > 0 ? own : first && first !== call ? textsIn(first.args[0]) : [];
    return columns.length > 0 && !fieldIn(call.args[1], 'predicate') ? [{ table, columns }] : [];
  });
};

/** `createTable('orders', { sku: { unique: true } }, { uniqueKeys, constraints })` of Sequelize and node-pg-migrate. */
export const ofDefinitions: Reading = ({ args: [name, columns, options] }) => {
  const table = textIn(name);
  if (table === undefined) return [];
  const own = fieldsIn(columns).flatMap(([key, column]) => (isKeyed(column) ? [[key]] : []));
  const named = fieldsIn(fieldIn(options, 'uniqueKeys')).map(([, key]) => textsIn(fieldIn(key, 'fields')));
  const constraints = fieldIn(options, 'constraints');
  const listed = ['unique', 'primaryKey'].map((key) => textsIn(fieldIn(constraints, key)));
  return keysOf(table, [...own, ...named, ...listed]);
};

const LISTS = { uniques: 'columnNames', indices: 'columnNames' } as const;

/** `new Table({ name, columns: [{ name, isUnique }], uniques, indices })` of TypeORM. */
export const ofTable: Reading = ({ form, args: [given] }) => {
  const table = textIn(fieldIn(given, 'name'));
  if (form !== 'new' || table === undefined) return [];
  const own = itemsIn(fieldIn(given, 'columns')).flatMap((column) =>
    isKeyed(column) ? [textsIn(fieldIn(column, 'name'))] : [],
  );
  const listed = Object.entries(LISTS).flatMap(([list, names]) =>
    itemsIn(fieldIn(given, list)).flatMap((key) =>
      list === 'uniques' || isTrue(fieldIn(key, 'isUnique')) ? [textsIn(fieldIn(key, names))] : [],
    ),
  );
  return keysOf(table, [...own, ...listed]);
};

/** `addColumn('orders', 'sku', { unique: true })`, and of node-pg-migrate with all columns at once. */
export const ofColumn: Reading = (call, module) => {
  const { args } = call;
  const [table, column] = [textIn(args[0]), textIn(args[1])];
  if (table === undefined) return [];
  if (column === undefined) return ofDefinitions(call, module);
  return args[2] && isKeyed(args[2]) ? [{ table, columns: [column] }] : [];
};
