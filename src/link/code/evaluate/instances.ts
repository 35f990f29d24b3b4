import type { CallFact, DecoratorFact, ParamFact } from '../../../model/fact/module.ts';
import type { TypeRef } from '../../../model/fact/value.ts';
import { eitherOf, evidenceAt, UNKNOWN } from '../things.ts';
import type {
  CallMore,
  ClassThing,
  FunctionThing,
  InstanceThing,
  LibraryThing,
  Program,
  Scope,
  Thing,
} from '../types.ts';
import { construct } from './construct.ts';
import { classFactOf, libraryBaseOf, lineOf, methodOf, methodThing } from './classes.ts';
import { injected } from './injection.ts';

/** An instance of a class: with arguments a new one, without the one that injection would give. */
export const instanceOf = (
  of: ClassThing,
  args: readonly Thing[] | undefined,
  { typeArgs, at }: CallMore = {},
): InstanceThing => {
  const { program, module } = of.scope;
  const key = `${module.file}#${of.id}`;
  const single = args ? undefined : program.memo.singletons.get(key);
  if (single) return single;
  const id = program.memo.nextId++;
  const known = { kind: 'instance', of, args, typeArgs, stored: new Map(), fields: new Map(), id } as const;
  const made: InstanceThing = at ? { ...known, at } : known;
  if (!args) program.memo.singletons.set(key, made);
  return made;
};

const constructorOf = (of: ClassThing): number | undefined =>
  classFactOf(of)?.methods.find((id) => of.scope.module.fact.functions[id]?.name === 'constructor');

const paramThing = (param: ParamFact, scope: Scope): Thing => injected(param.decorators, param.type, scope) ?? UNKNOWN;

const givenTo = (of: ClassThing, args: readonly Thing[] | undefined): readonly Thing[] => {
  const id = constructorOf(of);
  const params = id === undefined ? [] : (of.scope.module.fact.functions[id]?.params ?? []);
  const cradle = args?.[0]?.kind === 'library' && args[0].package === 'awilix' ? args[0] : undefined;
  return params.map((param, index) => {
    const byName = cradle && param.name !== undefined ? of.scope.program.providers.get(param.name) : undefined;
    const given = byName ?? args?.[index];
    return given && given.kind !== 'unknown' ? given : paramThing(param, of.scope);
  });
};

const superCall = ({ module: { fact }, fn }: Scope): CallFact | undefined => {
  const site = fact.functions[fn]?.calls.find((index) => fact.calls[index]?.callee.kind === 'super');
  return site === undefined ? undefined : fact.calls[site];
};

const superArgs = (scope: Scope): readonly Thing[] | undefined =>
  superCall(scope)?.args.map((arg) => scope.program.evaluate(arg, scope));

/** The constructors that run for an instance, its own class first, each with what it is given. */
export const constructorsOf = (instance: InstanceThing): readonly Scope[] => {
  const scopes: Scope[] = [];
  let { args } = instance;
  for (const of of lineOf(instance.of)) {
    const id = constructorOf(of);
    if (id === undefined) continue;
    const fn: FunctionThing = { kind: 'function', scope: of.scope, id, self: instance };
    const scope = of.scope.program.enter(fn, givenTo(of, args));
    scopes.push(scope);
    args = superArgs(scope);
  }
  return scopes;
};

const paramProperty = (name: string, scopes: readonly Scope[]): Thing | undefined => {
  for (const scope of scopes) {
    const param = scope.module.fact.functions[scope.fn]?.params.find((item) => item.name === name && item.property);
    if (param) return scope.params.get(name);
  }
  return undefined;
};

const isOpen = (thing: Thing | undefined): boolean => !thing || thing.kind === 'unknown' || thing.kind === 'nothing';

const written = (instance: InstanceThing, name: string): readonly Thing[] => {
  const { program } = instance.of.scope;
  const stored = instance.stored.get(name) ?? [];
  if (stored.length > 0) return stored.slice(-6).map((item) => program.evaluate(item.value, item.scope));
  return lineOf(instance.of).flatMap((of) =>
    (classFactOf(of)?.methods ?? []).flatMap((id) => {
      const assigns = (of.scope.module.fact.functions[id]?.assigns ?? []).filter(
        ({ target }) => target.kind === 'member' && target.of.kind === 'this' && target.name === name,
      );
      if (assigns.length === 0) return [];
      const scope = program.enter({ kind: 'function', scope: of.scope, id, self: instance }, []);
      return assigns.map((assign) => program.evaluate(assign.value, scope));
    }),
  );
};

const initial = (
  instance: InstanceThing,
  name: string,
): {
  readonly value?: Thing;
  readonly decorators: readonly DecoratorFact[];
  readonly type?: TypeRef;
  readonly scope?: Scope;
} => {
  for (const of of lineOf(instance.of)) {
    const field = classFactOf(of)?.fields.find((item) => item.name === name && !item.static);
    if (!field) continue;
    const scope: Scope = {
      ...of.scope,
      self: instance,
      id: of.scope.program.memo.nextId++,
      results: new Map(),
      parent: of.scope,
      fn: -1,
      params: new Map(),
      locals: new Map(),
    };
    const value = field.value && of.scope.program.evaluate(field.value, scope);
    return {
      ...(value ? { value } : {}),
      decorators: field.decorators,
      ...(field.type ? { type: field.type } : {}),
      scope: of.scope,
    };
  }
  return { decorators: [] };
};

const lookedUp = (instance: InstanceThing, name: string): Thing | undefined => {
  const scopes = constructorsOf(instance);
  const field = initial(instance, name);
  const known = [paramProperty(name, scopes), field.value, ...written(instance, name)].flatMap((thing) =>
    thing && !isOpen(thing) ? [thing] : [],
  );
  if (known.length > 0) return eitherOf(known);
  return field.scope && injected(field.decorators, field.type, field.scope);
};

export type Base = {
  readonly of: LibraryThing;
  readonly made: LibraryThing;
  readonly fact: CallFact;
  readonly scope: Scope;
};

/** What the package's class is that an instance's line of classes ends in, as `super(…)` makes it. */
export const baseOf = (instance: InstanceThing): Base | undefined => {
  const made = libraryBaseOf(instance.of);
  const written = lineOf(instance.of).at(-1);
  const of = made?.parent;
  if (!of || !written) return undefined;
  const last = constructorsOf(instance).at(-1);
  const given = last && superCall(last);
  const scope = last && given ? last : written.scope;
  const fact: CallFact = given ?? {
    callee: { kind: 'super' },
    args: [],
    form: 'new',
    in: 0,
    at: classFactOf(written)?.at ?? [1, 1],
    around: {},
  };
  const args = (last ? superArgs(last) : instance.args) ?? [];
  const at = evidenceAt(written.scope, classFactOf(written)?.at ?? fact.at);
  return { of: instance.at ? { ...of, madeAt: instance.at } : of, made: { ...made, args, scope, at }, fact, scope };
};

const merged = (program: Program, instance: InstanceThing, thing: Thing, name: string): Thing => {
  const base = isOpen(thing) ? baseOf(instance) : undefined;
  return base ? program.member(base.made, name, instance.of.scope) : thing;
};

/** A member of an instance: method, getter, field however it is set, injected property, or inherited from a package. */
export const instanceMember = (instance: InstanceThing, name: string): Thing => {
  const { program } = instance.of.scope;
  if (name === 'constructor') return instance.of;
  construct(instance, constructorsOf);
  const method = methodOf(instance.of, name);
  if (method && method.fact.accessor !== 'get') return methodThing(method, instance);
  if (method) return program.call(methodThing(method, instance), [], instance.of.scope);
  const known = instance.fields.get(name);
  if (known) return known;
  instance.fields.set(name, UNKNOWN);
  const thing = merged(program, instance, lookedUp(instance, name) ?? UNKNOWN, name);
  if (isOpen(thing) || program.memo.depth > 60) instance.fields.delete(name);
  else instance.fields.set(name, thing);
  return thing;
};
