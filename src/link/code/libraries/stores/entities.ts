import type { TypeRef } from '../../../../model/fact/value.ts';
import { classFactOf, classNameOf } from '../../evaluate/classes.ts';
import { evidenceAt, fieldOf, optionsOf, plainTextsOf } from '../../things.ts';
import type { ClassThing, Program, Scope, Thing } from '../../types.ts';

const ENTITY = new Set([
  'Entity',
  'Table',
  'ViewEntity',
  'ChildEntity',
  'Schema',
  'modelOptions',
  'Document',
  'Collection',
]);

/** `OrderLine` as the tables of most mappers are called: `order_line`. */
export const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

/** The plural that mongoose makes of a model's name. */
export const plural = (name: string): string => {
  const lower = name.toLowerCase();
  if (/(?:s|x|z|ch|sh)$/.test(lower)) return lower.endsWith('s') && !lower.endsWith('ss') ? lower : `${lower}es`;
  return /[^aeiou]y$/.test(lower) ? `${lower.slice(0, -1)}ies` : `${lower}s`;
};

/** The plural with the case as it was, as Sequelize makes it. */
export const pluralKept = (name: string): string => {
  const made = plural(name);
  const kept = name.slice(0, made.length);
  return made.startsWith(kept.toLowerCase()) ? kept + made.slice(kept.length) : `${name.slice(0, -1)}ies`;
};

const NAME_KEYS = ['name', 'tableName', 'collection', 'schemaOptions.collection'];

const decoratorOf = (thing: ClassThing) =>
  classFactOf(thing)?.decorators.find(
    ({ name }) => (name.kind === 'name' || name.kind === 'member') && ENTITY.has(name.name),
  );

/** Whether a mapper's decorator makes the class an entity. */
export const isEntityClass = (thing: ClassThing): boolean => {
  const decorator = decoratorOf(thing);
  return decorator !== undefined && thing.scope.program.evaluate(decorator.name, thing.scope).kind === 'library';
};

/** The table or collection that an entity class stands for. */
export const tableOfClass = (thing: ClassThing): string | undefined => {
  const decorator = decoratorOf(thing);
  if (!decorator) return undefined;
  const { program } = thing.scope;
  const arg = decorator.args[0] && program.evaluate(decorator.args[0], thing.scope);
  const options = decorator.args.map((item) => program.evaluate(item, thing.scope));
  const direct = plainTextsOf(arg)[0];
  const named = options.flatMap((item) => NAME_KEYS.flatMap((key) => plainTextsOf(fieldOf(item, key, program))))[0];
  const isDocument =
    decorator.name.kind === 'name' && (decorator.name.name === 'Schema' || decorator.name.name === 'modelOptions');
  const name = classNameOf(thing);
  return direct ?? named ?? (isDocument ? plural(name) : snake(name));
};

/** The table of an entity given as class, instance, text or type. */
export const tableOf = (thing: Thing | undefined): string | undefined => {
  for (const option of optionsOf(thing)) {
    if (option.kind === 'class') return tableOfClass(option) ?? snake(classNameOf(option));
    if (option.kind === 'instance') return tableOfClass(option.of) ?? snake(classNameOf(option.of));
    if (option.kind === 'array') return tableOf(option.items[0]);
  }
  return plainTextsOf(thing)[0];
};

export const tableOfType = (type: TypeRef | undefined, scope: Scope | undefined): string | undefined => {
  if (!type || !scope) return undefined;
  const thing = scope.program.typed(type, scope);
  const table = thing.kind === 'instance' ? tableOf(thing) : undefined;
  return (
    table ??
    (/^[A-Z]\w+$/.test(type.name) && type.name.length > 1
      ? snake(type.name.replace(/(?:Document|Entity)$/, ''))
      : undefined)
  );
};

const ENGINES: Readonly<Record<string, string>> = {
  '@nestjs/mongoose': 'mongo',
  '@typegoose/typegoose': 'mongo',
  mongoose: 'mongo',
};

/** Notes the tables that entity classes of the service declare. */
export const noteEntities = (program: Program, classes: readonly ClassThing[]): void => {
  for (const thing of classes) {
    const decorator = decoratorOf(thing);
    const table = decorator && tableOfClass(thing);
    if (!decorator || table === undefined) continue;
    const callee = program.evaluate(decorator.name, thing.scope);
    if (callee.kind !== 'library') continue;
    program.declared.push({
      engine: ENGINES[callee.package] ?? 'sql',
      table,
      evidence: evidenceAt(thing.scope, decorator.at, `${table}`),
    });
  }
};
