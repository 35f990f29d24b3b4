import type { Evidence } from '../../../model/evidence.ts';
import type { DecoratorFact } from '../../../model/fact/module.ts';
import type { Model } from '../../../model/model.ts';
import { classFactOf, classesOf } from '../evaluate/classes.ts';
import { tableOfClass } from '../libraries/stores/entities.ts';
import { notedKeysOf } from '../libraries/stores/keys.ts';
import { schemaKeysOf } from '../libraries/stores/schemas.ts';
import { evidenceAt, fieldOf, itemsOf, optionsOf, plainTextsOf } from '../things.ts';
import { migratedKeysOf } from './migrations.ts';
import type { ClassThing, Program, Thing } from '../types.ts';

type Key = { readonly columns: readonly string[]; readonly evidence: Evidence };

/** Decorators of columns whose options may say `unique: true`. */
const COLUMN = /^(?:Column|Prop|prop|Property|Index|Field)$/;

/** Unique keys that entity classes and schemas declare, as their mapper would create them, and those of migrations in code. */
export const uniqueKeysOf = (program: Program): Model['uniqueKeys'] => [
  ...schemaKeysOf(program),
  ...notedKeysOf(program),
  ...migratedKeysOf(program),
  ...classesOf(program).flatMap((thing) => {
    const table = tableOfClass(thing);
    if (table === undefined) return [];
    return keysOf(thing).map(({ columns, evidence }) => ({
      service: program.service.name,
      table,
      columns,
      evidence: [evidence] as const,
    }));
  }),
];

const keysOf = (thing: ClassThing): readonly Key[] => {
  const fact = classFactOf(thing);
  if (!fact) return [];
  const ofClass = fact.decorators.flatMap((item) => keyOfClass(thing, item));
  const ofFields = fact.fields.flatMap(({ name, decorators }) =>
    decorators
      .filter((item) => isUnique(thing, item, decorators))
      .slice(0, 1)
      .map((item) => ({ columns: [name], evidence: evidenceAt(thing.scope, item.at, `unique ${name}`) })),
  );
  return [...ofClass, ...ofFields];
};

/** `@Unique(['a', 'b'])`, `@Index('name', ['a', 'b'], { unique: true })`. */
const keyOfClass = (thing: ClassThing, item: DecoratorFact): readonly Key[] => {
  const name = nameOf(item);
  const args = argsOf(thing, item);
  if (name !== 'Unique' && !(name === 'Index' && args.some((arg) => isTrue(arg, 'unique', thing)))) return [];
  const columns = args.flatMap((arg) => [
    ...itemsOf(arg).flatMap(plainTextsOf),
    ...itemsOf(fieldOf(arg, 'properties', thing.scope.program)).flatMap(plainTextsOf),
  ]);
  return columns.length > 0
    ? [{ columns, evidence: evidenceAt(thing.scope, item.at, `unique ${columns.join(', ')}`) }]
    : [];
};

const isUnique = (thing: ClassThing, item: DecoratorFact, all: readonly DecoratorFact[]): boolean => {
  const name = nameOf(item);
  if (name === 'Unique' || name === 'PrimaryColumn') return true;
  if (name === 'OneToOne') return all.some((other) => nameOf(other) === 'JoinColumn');
  return COLUMN.test(name) && argsOf(thing, item).some((arg) => isTrue(arg, 'unique', thing));
};

const nameOf = ({ name }: DecoratorFact): string => (name.kind === 'name' || name.kind === 'member' ? name.name : '');

const argsOf = ({ scope }: ClassThing, item: DecoratorFact): readonly Thing[] =>
  item.args.map((arg) => scope.program.evaluate(arg, scope));

const isTrue = (options: Thing, field: string, { scope }: ClassThing): boolean =>
  optionsOf(fieldOf(options, field, scope.program)).some((value) => value.kind === 'boolean' && value.boolean);
