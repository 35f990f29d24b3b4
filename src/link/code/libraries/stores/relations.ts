import type { DecoratorFact, FieldFact } from '../../../../model/fact/module.ts';
import type { Value } from '../../../../model/fact/value.ts';
import { classFactOf, lineOf } from '../../evaluate/classes.ts';
import { fieldOf, functionsOf, itemsOf, lastStep, objectsOf, optionsOf, plainTextsOf } from '../../things.ts';
import type { ClassThing, DataDeed, LibraryCall, LibraryThing, Program, Thing } from '../../types.ts';
import { tableOf } from './entities.ts';
import { data } from './verbs.ts';

const RELATION = /^(?:OneToMany|ManyToOne|OneToOne|ManyToMany)$/;

const nameOf = ({ name }: DecoratorFact): string => (name.kind === 'name' || name.kind === 'member' ? name.name : '');

const classIn = (thing: Thing | undefined): ClassThing | undefined => {
  for (const option of optionsOf(thing)) {
    if (option.kind === 'class') return option;
    if (option.kind === 'instance') return option.of;
  }
  return undefined;
};

/** The entity that a repository, a query builder or the call itself is about, as its class. */
const entityOf = ({ callee, args, scope }: LibraryCall): ClassThing | undefined => {
  if (args[0]?.kind === 'class') return args[0];
  for (let step: LibraryThing | undefined = callee; step; step = step.parent) {
    const [type] = step.typeArgs ?? [];
    const typed = type && step.scope ? classIn(scope.program.typed(type, step.scope)) : undefined;
    const found = classIn(step.args?.[0]) ?? typed ?? (step.path.endsWith('BaseEntity()') ? step.heir : undefined);
    if (found) return found;
  }
  return undefined;
};

type Target = ClassThing | string;

const targetOf = (value: Value | undefined, { scope }: ClassThing): Target | undefined => {
  const thing = value && scope.program.evaluate(value, scope);
  const [factory] = functionsOf(thing);
  const given = factory
    ? scope.program.call(factory, [], factory.scope)
    : (fieldOf(thing, 'entity', scope.program) ?? thing);
  return classIn(given) ?? plainTextsOf(given)[0];
};

const relationsIn = (field: FieldFact): readonly DecoratorFact[] =>
  field.decorators.filter((item) => RELATION.test(nameOf(item)));

/** What a field of an entity is related to. */
const relatedBy = (entity: Target | undefined, name: string): Target | undefined => {
  if (entity === undefined || typeof entity === 'string') return undefined;
  for (const of of lineOf(entity)) {
    const field = classFactOf(of)?.fields.find((one) => one.name === name);
    const [relation] = field ? relationsIn(field) : [];
    if (relation) return targetOf(relation.args[0], of);
  }
  return undefined;
};

/** Every relation on the way of `lines.product`. */
const along = (entity: ClassThing, path: string): readonly Target[] => {
  const found: Target[] = [];
  let at: Target | undefined = entity;
  for (const name of path.split('.')) {
    at = relatedBy(at, name);
    if (at === undefined) break;
    found.push(at);
  }
  return found;
};

/** `['lines', 'lines.product']`, or `{ lines: { product: true } }`. */
const pathsIn = (relations: Thing | undefined, program: Program, depth = 0): readonly string[] => [
  ...itemsOf(relations).flatMap((item) => plainTextsOf(item)),
  ...objectsOf(relations).flatMap((object) =>
    object.value.entries.flatMap(({ key }) => {
      if (key === undefined || depth > 4) return [];
      const inner = pathsIn(program.member(object, key, object.scope), program, depth + 1);
      return [key, ...inner.map((path) => `${key}.${path}`)];
    }),
  ),
];

const readsOf = (targets: readonly Target[]): readonly DataDeed[] => {
  const tables = targets.flatMap((target) => (typeof target === 'string' ? target : (tableOf(target) ?? [])));
  return [...new Set(tables)].map((table) => data('sql', 'read', table));
};

/** Tables that are read along with an entity: `find({ relations })`, and `populate` of MikroORM. */
export const relatedReads = (call: LibraryCall): readonly DataDeed[] => {
  const { program } = call.scope;
  const asked = call.args.flatMap((arg) =>
    ['relations', 'populate'].flatMap((key) => fieldOf(arg, key, program) ?? []),
  );
  const paths = asked.flatMap((one) => pathsIn(one, program));
  const entity = paths.length > 0 ? entityOf(call) : undefined;
  return entity ? readsOf(paths.flatMap((path) => along(entity, path))) : [];
};

const JOIN = /^(?:left|inner)Join(?:And(?:Select|Map\w+))?$/;

const stepsOf = (callee: LibraryThing): readonly LibraryThing[] =>
  callee.parent ? [...stepsOf(callee.parent), callee] : [callee];

/** Tables that a query builder joins: by relation (`order.lines`), by entity or by name. */
export const joinedReads = (call: LibraryCall): readonly DataDeed[] => {
  const entity = entityOf(call);
  const known = new Map<string, Target>();
  const found: Target[] = [];
  for (const { path, args = [] } of stepsOf(call.callee)) {
    const name = lastStep(path.replace(/\(\)$/, ''));
    if (name === 'createQueryBuilder' && entity)
      for (const arg of args) for (const alias of plainTextsOf(arg)) known.set(alias, entity);
    if (!JOIN.test(name)) continue;
    const [what, alias] = name.includes('Map') ? args.slice(1) : args;
    const [text] = plainTextsOf(what);
    const [of = '', field] = text?.split('.') ?? [];
    const target = classIn(what) ?? (field === undefined ? text : relatedBy(known.get(of), field));
    if (target === undefined) continue;
    found.push(target);
    for (const called of plainTextsOf(alias)) known.set(called, target);
  }
  return readsOf(found);
};
