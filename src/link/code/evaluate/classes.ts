import type { ClassFact, FunctionFact } from '../../../model/fact/module.ts';
import { heldIn } from '../../../model/held.ts';
import type { ClassThing, FunctionThing, LibraryThing, Program, Thing } from '../types.ts';
import { optionsOf } from '../things.ts';

export const classFactOf = (thing: ClassThing): ClassFact | undefined => thing.scope.module.fact.classes[thing.id];

export const classNameOf = (thing: ClassThing): string => classFactOf(thing)?.name ?? '';

const parentOf = (thing: ClassThing): Thing | undefined => {
  const fact = classFactOf(thing);
  return fact?.extends && thing.scope.program.evaluate(fact.extends, thing.scope);
};

/** A class and its base classes inside the workspace, nearest first. */
export const lineOf = (thing: ClassThing): readonly ClassThing[] => {
  const line: ClassThing[] = [];
  for (let next: ClassThing | undefined = thing; next && line.length < 12;) {
    line.push(next);
    const parents: readonly Thing[] = optionsOf(parentOf(next));
    const parent: Thing | undefined = parents.find((option) => option.kind === 'class');
    next = parent?.kind === 'class' && !line.includes(parent) ? parent : undefined;
  }
  return line;
};

/** The class of a package that the line of base classes ends in, as an instance of it. */
export const libraryBaseOf = (thing: ClassThing): LibraryThing | undefined => {
  const last = lineOf(thing).at(-1);
  const parent = last && parentOf(last);
  const found = optionsOf(parent).find((option) => option.kind === 'library');
  if (found?.kind !== 'library' || !last) return undefined;
  const typeArgs = classFactOf(last)?.extendsArgs;
  return {
    ...found,
    path: found.path === '' ? '()' : `${found.path}()`,
    parent: found,
    args: [],
    scope: last.scope,
    heir: thing,
    ...(typeArgs ? { typeArgs } : {}),
  };
};

export type Method = { readonly of: ClassThing; readonly id: number; readonly fact: FunctionFact };

const byName = new WeakMap<ClassFact, ReadonlyMap<string | undefined, readonly number[]>>();

/** The methods of one class itself, by name. */
const methodsNamed = (of: ClassThing, name: string): readonly number[] => {
  const fact = classFactOf(of);
  if (!fact) return [];
  const { functions } = of.scope.module.fact;
  return heldIn(byName, fact, () => Map.groupBy(fact.methods, (id) => functions[id]?.name)).get(name) ?? [];
};

/** The method of a name, in the class or the nearest base class that has it with a body. */
export const methodOf = (thing: ClassThing, name: string, isStatic = false): Method | undefined => {
  for (const of of lineOf(thing)) {
    for (const id of methodsNamed(of, name)) {
      const fact = of.scope.module.fact.functions[id];
      if (fact && (fact.static === true) === isStatic && fact.accessor !== 'set') return { of, id, fact };
    }
  }
  return undefined;
};

export const methodThing = (method: Method, self: Thing): FunctionThing => ({
  kind: 'function',
  scope: method.of.scope,
  id: method.id,
  self,
});

/** Every class of the service's files, with where it is declared at a module's top level. */
export const classesOf = (program: Program): readonly ClassThing[] =>
  program.files.flatMap((file) => {
    const module = program.workspace.moduleOf(file);
    if (!module) return [];
    const scope = program.generic(module, 0);
    return module.fact.classes.map((_, id): ClassThing => ({ kind: 'class', scope, id }));
  });

/** Classes by the names of what they extend and implement, found once a service. */
const subclassesOf = (program: Program): ReadonlyMap<string, readonly ClassThing[]> => {
  if (program.memo.subclasses) return program.memo.subclasses;
  const map = new Map<string, ClassThing[]>();
  program.memo.subclasses = map;
  for (const thing of classesOf(program)) {
    const fact = classFactOf(thing);
    const parents = fact?.extends?.kind === 'name' ? [fact.extends.name] : [];
    for (const name of new Set([...parents, ...(fact?.implements ?? []).map((type) => type.name)])) {
      map.set(name, [...(map.get(name) ?? []), thing]);
    }
  }
  return map;
};

/** Classes that implement an interface or extend a class of this name. */
export const implementersOf = (program: Program, name: string): readonly ClassThing[] =>
  subclassesOf(program).get(name) ?? [];
