import type { CallFact, ModuleFact } from '../../../../model/fact/module.ts';
import type { Value } from '../../../../model/fact/value.ts';
import { uniqueKeysOf as keysOfSql } from '../../../../model/sql/index.ts';
import {
  fieldIn,
  fieldsIn,
  isTrue,
  keysOf,
  nameOf,
  optionsAfter,
  stepsBelow,
  textIn,
  textsIn,
  type Columns,
  type Reading,
} from './written.ts';

/** `addIndex('orders', ['sku'], { unique: true })`, `createIndex('orders', new TableIndex({ columnNames, isUnique }))`. */
export const ofIndex: Reading = (call, module) => {
  const table = textIn(call.args[0]);
  const given = optionsAfter(call, module);
  const isUnique = given.some((arg) => isTrue(fieldIn(arg, 'unique')) || isTrue(fieldIn(arg, 'isUnique')));
  if (table === undefined || !isUnique || given.some((arg) => fieldIn(arg, 'where'))) return [];
  return keysOf(table, [given.flatMap((arg) => columnsIn(arg))]);
};

const columnsIn = (arg: Value | undefined): Columns => [
  ...textsIn(arg),
  ...['fields', 'columnNames', 'unique', 'primaryKey'].flatMap((name) => textsIn(fieldIn(arg, name))),
];

/** `collection('orders').createIndex({ sku: 1 }, { unique: true })` of MongoDB. */
export const ofCollection: Reading = (call, { fact }) => {
  const start = stepsBelow(call, fact).find((step) => nameOf(step) === 'collection');
  const [fields, options] = call.args;
  const table = start && textIn(start.args[0]);
  const isWhole = isTrue(fieldIn(options, 'unique')) && !fieldIn(options, 'partialFilterExpression');
  return table !== undefined && isWhole ? keysOf(table, [fieldsIn(fields).map(([name]) => name)]) : [];
};

/** `addConstraint('orders', { fields, type: 'unique' })`, `addConstraint('orders', 'name', { unique: ['sku'] })`. */
export const ofConstraint: Reading = (call, module) => {
  const table = textIn(call.args[0]);
  const given = optionsAfter(call, module);
  if (table === undefined) return [];
  const sql = given.flatMap((arg) => textIn(arg) ?? []).filter((text) => /^\s*(?:unique|primary\s+key)\b/i.test(text));
  const isTyped = given.some((arg) => /unique|primary/i.test(textIn(fieldIn(arg, 'type')) ?? ''));
  const typed = given.flatMap((arg) => (arg?.kind === 'array' || arg?.kind === 'object' ? columnsIn(arg) : []));
  const named = given.flatMap((arg) =>
    ['unique', 'primaryKey', 'columnNames'].flatMap((name) => textsIn(fieldIn(arg, name))),
  );
  return [
    ...keysOf(table, [isTyped ? typed : named]),
    ...sql.flatMap((text) => keysOfSql(`alter table "${table}" add ${text}`)),
  ];
};

/** `schema.createTable('orders').addColumn('sku', 'text', (c) => c.unique()).addUniqueConstraint('name', ['a', 'b'])` of Kysely. */
export const ofChain: Reading = (call, { fact }) => {
  const below = stepsBelow(call, fact);
  const start = below.find((step) => /^(?:createTable|alterTable)$/.test(nameOf(step)));
  const table = textIn(start?.args[0]);
  if (start === call || table === undefined) return [];
  if (nameOf(call) !== 'addColumn') return keysOf(table, [textsIn(call.args[1])]);
  const builder = call.args[2];
  const isUnique =
    builder?.kind === 'function' &&
    fact.calls.some((inner) => inner.in === builder.id && /^(?:unique|primaryKey)$/.test(nameOf(inner)));
  return isUnique ? keysOf(table, [textsIn(call.args[0])]) : [];
};

/** `schema.createIndex('name').on('orders').columns(['a', 'b']).unique()` of Kysely, its steps in any order. */
export const ofBuiltIndex: Reading = (call, { fact }) => {
  const below = stepsBelow(call, fact);
  if (!below.some((step) => nameOf(step) === 'createIndex') || !isLast(call, fact)) return [];
  const argOf = (name: RegExp): Value | undefined => below.find((step) => name.test(nameOf(step)))?.args[0];
  const isUnique = below.some((step) => nameOf(step) === 'unique') && !below.some((step) => nameOf(step) === 'where');
  const table = textIn(argOf(/^on$/));
  return isUnique && table !== undefined ? keysOf(table, [textsIn(argOf(/^columns?$/))]) : [];
};

const isLast = (call: CallFact, { calls }: ModuleFact): boolean => {
  const site = calls.indexOf(call);
  return !calls.some(({ callee }) => callee.kind === 'member' && callee.of.kind === 'call' && callee.of.site === site);
};

/** SQL in a migration: `queryRunner.query('CREATE UNIQUE INDEX …')`, `addSql`, `knex.raw`. */
export const ofSql: Reading = ({ args }) => {
  const text = textIn(args[0]) ?? '';
  return /\b(?:unique|primary\s+key)\b/i.test(text) && /\b(?:create|alter)\b/i.test(text) ? keysOfSql(text) : [];
};
