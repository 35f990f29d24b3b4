import type { CallFact, ModuleFact } from '../../../../model/fact/module.ts';
import type { Value } from '../../../../model/fact/value.ts';
import type { Module } from '../../types.ts';

export type Columns = readonly string[];
export type Key = { readonly table: string; readonly columns: Columns };
/** What one call of a migration says is unique, as it is written: nobody in the workspace calls it. */
export type Reading = (call: CallFact, module: Module) => readonly Key[];

export const textIn = (value: Value | undefined): string | undefined => {
  if (value?.kind === 'text') return value.text;
  // A schema's name in front is often a constant.
  return value?.kind === 'join' && value.parts.every(({ kind }) => kind === 'text')
    ? value.parts.map((part) => textIn(part) ?? '').join('')
    : undefined;
};

export const itemsIn = (value: Value | undefined): readonly Value[] => (value?.kind === 'array' ? value.items : []);

/** A text, or the texts of a list. */
export const textsIn = (value: Value | undefined): Columns =>
  [value, ...itemsIn(value)].flatMap((item) => textIn(item) ?? []);

export const fieldsIn = (value: Value | undefined): readonly (readonly [string, Value])[] =>
  value?.kind === 'object'
    ? value.entries.flatMap(({ key, value: field }) => (key === undefined ? [] : [[key, field] as const]))
    : [];

export const fieldIn = (value: Value | undefined, name: string): Value | undefined =>
  fieldsIn(value).find(([key]) => key === name)?.[1];

export const isTrue = (value: Value | undefined): boolean => value?.kind === 'boolean' && value.boolean;

export const nameOf = ({ callee }: CallFact): string =>
  callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';

/** The calls of a chain down to its first, this one included and last. */
export const stepsBelow = (call: CallFact, fact: ModuleFact): readonly CallFact[] => {
  const below =
    call.callee.kind === 'member' && call.callee.of.kind === 'call' ? fact.calls[call.callee.of.site] : undefined;
  return below ? [...stepsBelow(below, fact), call] : [call];
};

/** What a chain is called on. */
export const rootOf = (call: CallFact, fact: ModuleFact): Value | undefined => {
  const [first] = stepsBelow(call, fact);
  return first?.callee.kind === 'member' ? first.callee.of : undefined;
};

export const keysOf = (table: string, all: readonly Columns[]): readonly Key[] =>
  all.flatMap((columns) => (columns.length > 0 ? [{ table, columns }] : []));

/** Options, also inside of `new TableIndex({ … })`. */
export const optionsAfter = ({ args }: CallFact, { fact }: Module): readonly (Value | undefined)[] =>
  args.slice(1).map((arg) => (arg.kind === 'call' ? fact.calls[arg.site]?.args[0] : arg));

/** A column that is unique or the key, in the words of all of them. */
export const isKeyed = (column: Value): boolean =>
  ['unique', 'isUnique', 'primaryKey', 'isPrimary'].some((name) => isSaid(fieldIn(column, name)));

/** Sequelize also takes the name of the key for `true`. */
const isSaid = (value: Value | undefined): boolean =>
  isTrue(value) || value?.kind === 'text' || value?.kind === 'object';
