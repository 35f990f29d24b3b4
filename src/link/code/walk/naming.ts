import type { ObjectEntry, Value } from '../../../model/fact/value.ts';
import { lastStep, objectsOf, textsOf } from '../things.ts';
import type { DataDeed, LibraryCall, Scope, Thing } from '../types.ts';

/** What a statement asks of the rows it takes, and what it sets in them. */
type Named = Pick<DataDeed, 'where' | 'sets'>;

const MOST = 16;
const DEEPEST = 3;

const inValue = (value: Value, scope: Scope, path: string, depth: number): readonly string[] => {
  if (depth > DEEPEST) return [path];
  if (value.kind === 'object') return inEntries(value.entries, scope, path, depth);
  if (value.kind === 'array') {
    const inner = value.items
      .slice(0, 4)
      .flatMap((item) => (item.kind === 'object' ? inValue(item, scope, path, depth) : []));
    return inner.length > 0 ? inner : [path];
  }
  return [path];
};

/** `{ _id, seen: { $ne: x } }` names `_id` and `seen.$ne`; lists of conditions are looked through. */
const inEntries = (entries: readonly ObjectEntry[], scope: Scope, path: string, depth: number): readonly string[] =>
  entries.flatMap(({ key, value }) => {
    if (key === undefined) return [];
    const isList = /^\$?(?:and|or|set|push|addToSet|unset|setOnInsert)$/i.test(key);
    return inValue(value, scope, isList ? path : path === '' ? key : `${path}.${key}`, depth + 1);
  });

/** The names of what is written out in an object: `headers.Idempotency-Key`. */
export const namesIn = (thing: Thing | undefined): readonly string[] =>
  objectsOf(thing)
    .flatMap((object) => inEntries(object.value.entries, object.scope, '', 0))
    .filter((name) => name !== '');

const CHOOSES = /^(?:update|find|delete|remove|replace|count|exists|softDelete|increment|decrement)/;
const WHERE = /^(?:where|andWhere|orWhere|filter|whereNotExists)\(\)$/;

const inSteps = ({ callee }: LibraryCall): readonly string[] => {
  const names: string[] = [];
  for (let step: LibraryCall['callee'] | undefined = callee; step; step = step.parent) {
    if (!WHERE.test(lastStep(step.path))) continue;
    const [first] = step.args ?? [];
    names.push(...namesIn(first), ...textsOf(first).flatMap(({ text }) => columnsOf(text)));
  }
  return names;
};

const columnsOf = (text: string): readonly string[] =>
  [...text.matchAll(/(?:"?(\w+)"?\.)?"?(\w+)"?\s*(?:=|<>|!=|<|>|\bis\b|\bin\b|\bnot\b)/gi)].map(
    ([, , column = '']) => column,
  );

const ofSql = (text: string): Named => {
  const [, setting = ''] = /\bset\b(.*?)(?:\bwhere\b|$)/is.exec(text) ?? [];
  const [, asking = ''] = /\bwhere\b(.*)$/is.exec(text) ?? [];
  const inserted = /\binto\s+[^(]*\(([^)]*)\)/is.exec(text)?.[1]?.split(',') ?? [];
  return {
    where: columnsOf(asking),
    sets: [...columnsOf(setting), ...inserted.map((name) => name.trim().replace(/["'`]/g, ''))],
  };
};

const isSql = (text: string): boolean => /^\s*(?:with|insert|update|delete|select|merge)\b/i.test(text);

/** The `where` and the rest of what the options of a call hold. */
const ofOptions = (thing: Thing): Named => {
  const names = namesIn(thing);
  const isAsked = (name: string): boolean => name === 'where' || name.startsWith('where.');
  return {
    where: names.filter(isAsked).map((name) => name.replace(/^where\.?/, '')),
    sets: names.filter((name) => !isAsked(name)).map((name) => name.replace(/^data\./, '')),
  };
};

/** The names of the fields that a use of data asks for and sets, as far as they are written out. */
export const namedIn = (call: LibraryCall): Named => {
  const [first, second] = call.args;
  const sql = [...textsOf(first), ...textsOf(second)].find(({ text }) => isSql(text));
  if (sql) return trimmed(ofSql(sql.text));
  const all = call.args.slice(0, 3).map(ofOptions);
  const [chosen] = all;
  const chooses = CHOOSES.test(lastStep(call.callee.path)) && chosen?.where?.length === 0;
  const where = [...(chooses ? (chosen.sets ?? []) : []), ...all.flatMap((item) => item.where ?? []), ...inSteps(call)];
  const sets = all.slice(chooses ? 1 : 0).flatMap((item) => item.sets ?? []);
  return trimmed({ where, sets });
};

const trimmed = ({ where = [], sets = [] }: Named): Named => ({
  ...(where.length > 0 ? { where: [...new Set(where)].slice(0, MOST) } : {}),
  ...(sets.length > 0 ? { sets: [...new Set(sets)].slice(0, MOST) } : {}),
});
