import type { At, FunctionFact, ParamFact } from '../../../model/fact/module.ts';
import type { TypeRef, Value } from '../../../model/fact/value.ts';
import { addTo, heldIn } from '../../../model/held.ts';
import { noteCut } from '../cuts.ts';
import { evidenceAt, UNKNOWN } from '../things.ts';
import type { ClassThing, FunctionThing, LibraryThing, Module, Program, Scope, Stored, Thing } from '../types.ts';
import { storeByKey } from './keyed.ts';
import { topScope } from './names.ts';

/** How many different calls of one function are told apart. */
const MOST_CONTEXTS = 48;
/** How many objects are told apart besides, on which it is called. */
const MOST_OBJECTS = 96;
/** How many different things a parameter may be given to be told apart by them even then. */
const MOST_VALUES = 12;

const identity = ({ memo }: Program, object: object): number => heldIn(memo.identities, object, () => memo.nextId++);

/** A text that is equal for things that are the same. */
export const keyOf = (program: Program, thing: Thing): string => {
  switch (thing.kind) {
    case 'texts':
      return `t${thing.options.map((option) => option.text).join('|')}`;
    case 'number':
      return `n${thing.number}`;
    case 'function':
      return `f${thing.id}@${thing.scope.id}${(thing.given ?? []).map((item) => `,${keyOf(program, item)}`).join('')}`;
    case 'class':
      return `c${thing.scope.module.file}#${thing.id}`;
    case 'instance':
      return `i${thing.id}`;
    case 'library':
      return thing.args || thing.parent ? `l${identity(program, thing)}` : `l${thing.package}:${thing.path}`;
    case 'object':
      return `o${identity(program, thing.value)}@${thing.scope.id}`;
    case 'array':
      return `[${thing.items
        .slice(0, 8)
        .map((item) => keyOf(program, item))
        .join()}]`;
    case 'either':
      return thing.options.map((option) => keyOf(program, option)).join('/');
    default:
      return '?';
  }
};

/** An object that is handed over, with its declared type behind it for what the object leaves open. */
const completed = (given: Thing, type: TypeRef, scope: Scope): Thing => {
  const shape = scope.program.typed(type, scope);
  return shape.kind === 'shape' ? { kind: 'either', options: [given, shape] } : given;
};

/** A list in which nothing that is known was found: what is added to it elsewhere is as its type says. */
const filledBy = (given: Thing, type: TypeRef, scope: Scope): Thing | undefined => {
  if (!/^(?:\[\]|Array)$/.test(type.name) || holdsKnown(given)) return undefined;
  const typed = scope.program.typed(type, scope);
  return holdsKnown(typed) ? typed : undefined;
};

const holdsKnown = (thing: Thing): boolean => {
  if (thing.kind === 'either') return thing.options.some(holdsKnown);
  if (thing.kind === 'array') return thing.items.some((item) => item.kind !== 'unknown' && item.kind !== 'nothing');
  return thing.kind !== 'unknown' && thing.kind !== 'nothing';
};

const bound = (param: ParamFact, index: number, args: readonly Thing[], scope: Scope): Thing => {
  if (param.rest) return { kind: 'array', items: args.slice(index) };
  const given = args[index];
  if (given?.kind === 'object' && param.type && scope.program.memo.depth < 50)
    return completed(given, param.type, scope);
  if (given && given.kind !== 'unknown' && given.kind !== 'nothing')
    return (param.type && scope.program.memo.depth < 50 ? filledBy(given, param.type, scope) : undefined) ?? given;
  if (param.value) {
    const value = scope.program.evaluate(param.value, scope);
    if (value.kind !== 'unknown') return value;
  }
  if (param.type) return scope.program.typed(param.type, scope);
  return given ?? UNKNOWN;
};

const bindParams = (fact: FunctionFact, args: readonly Thing[], scope: Scope): void => {
  for (const [index, param] of fact.params.entries()) {
    scope.params.set(param.name ?? `{${index}}`, bound(param, index, args, scope));
  }
};

/** What is stored in the class itself, as in `Client.instance = new Client(url)`. */
export const staticsOf = (of: ClassThing): Map<string, Stored[]> => {
  const { statics } = of.scope.program.memo;
  const key = `${of.scope.module.file}#${of.id}`;
  return heldIn(statics, key, () => new Map<string, Stored[]>());
};

/** The thing that `a.b` in `a.b = …` is stored in. */
const holderOf = (of: Value, scope: Scope): Thing | undefined => {
  if (of.kind === 'this') return scope.self;
  return scope.program.memo.depth < 40 ? scope.program.evaluate(of, scope) : undefined;
};

/** What `this.x = …` and `options.x = …` store is kept with the thing it is stored in. */
const storeFields = (fact: FunctionFact, scope: Scope): void => {
  for (const { target, value, at } of fact.assigns ?? []) {
    if (target.kind === 'element') storeByKey(holderOf(target.of, scope), target, value, scope);
    if (target.kind !== 'member') continue;
    const holder = holderOf(target.of, scope);
    if (holder?.kind === 'instance' || holder?.kind === 'object') addTo(holder.stored, target.name, { value, scope });
    if (holder?.kind === 'class') addTo(staticsOf(holder), target.name, { value, scope });
    if (holder?.kind === 'library') storeInLibrary(holder, target.name, { value, scope, at });
  }
};

const storeInLibrary = (
  holder: LibraryThing,
  name: string,
  { value, scope, at }: Stored & { readonly at: At },
): void => {
  const { program } = scope;
  const place = evidenceAt(scope, at);
  for (const library of program.libraryFor(holder.package))
    library.assigned?.({ holder, name, at: place }, () => program.evaluate(value, scope), program);
};

/** What the top level of a service's files stores in the defaults of clients, whoever uses them afterwards. */
export const noteStored = (program: Program): void => {
  for (const file of program.files) {
    const module = program.workspace.moduleOf(file);
    for (const { target, value, at } of module?.fact.functions[0]?.assigns ?? []) {
      if (!module || target.kind !== 'member' || target.of.kind !== 'member' || target.of.name !== 'defaults') continue;
      const scope = topScope(program, module);
      const holder = program.evaluate(target.of, scope);
      if (holder.kind === 'library') storeInLibrary(holder, target.name, { value, scope, at });
    }
  }
};

const open = (fn: FunctionThing, args: readonly Thing[], fact: FunctionFact): Scope => {
  const { program, module } = fn.scope;
  const scope: Scope = {
    id: program.memo.nextId++,
    program,
    module,
    fn: fn.id,
    parent: fn.scope,
    ...(fn.self ? { self: fn.self } : {}),
    params: new Map(),
    locals: new Map(),
    results: new Map(),
  };
  const place = `${module.file}#${fn.id}`;
  const entered = program.memo.entered.get(place);
  if (entered) entered.push(scope);
  else program.memo.entered.set(place, [scope]);
  bindParams(fact, args, scope);
  storeFields(fact, scope);
  return scope;
};

const TELLING = new Set(['texts', 'number', 'class', 'instance', 'function', 'library']);

/** What few different things were given for stays apart: of `call(url, path)` the addresses, and not the paths. */
const widened = (fn: FunctionThing, fact: FunctionFact, args: readonly Thing[]): readonly Thing[] => {
  const { program, module } = fn.scope;
  const entered = (program.memo.entered.get(`${module.file}#${fn.id}`) ?? []).slice(0, MOST_CONTEXTS);
  return args.map((arg, index) => {
    const param = fact.params[index];
    if (!param || param.rest || !TELLING.has(arg.kind)) return UNKNOWN;
    const seen = entered.map(({ params }) => params.get(param.name ?? `{${index}}`));
    const keys = new Set([arg, ...seen].flatMap((thing) => (thing ? [keyOf(program, thing)] : [])));
    return keys.size <= MOST_VALUES ? arg : UNKNOWN;
  });
};

/** What is called in too many ways is told apart by the object it is called on and what rarely differs, and then no more. */
const enterAsOne = (fn: FunctionThing, fact: FunctionFact, contexts: number, args: readonly Thing[]): Scope => {
  const { program, module } = fn.scope;
  const kept = widened(fn, fact, args);
  const isTold = kept.some(({ kind }) => kind !== 'unknown');
  const self = fn.self ? keyOf(program, fn.self) : '';
  const key =
    isTold || fn.self ? `${fn.id}@${fn.scope.id}|${self}|*${kept.map((arg) => keyOf(program, arg)).join()}` : '';
  const known = program.memo.scopes.get(key);
  if (known) return known;
  if ((!isTold && fn.self?.kind !== 'instance') || contexts >= MOST_CONTEXTS + MOST_OBJECTS) {
    const scope = generic(program, module, fn.id);
    noteCut(scope, 'contexts');
    return scope;
  }
  const scope = open(fn, isTold ? kept : (fn.given ?? []), fact);
  program.memo.scopes.set(key, scope);
  return scope;
};

/** Enters a function with arguments; the same arguments give the same scope. */
export const enter = (fn: FunctionThing, called: readonly Thing[]): Scope => {
  const args = fn.given ? [...fn.given, ...called] : called;
  const { program, module } = fn.scope;
  const fact = module.fact.functions[fn.id];
  const self = fn.self ? keyOf(program, fn.self) : '';
  const key = `${fn.id}@${fn.scope.id}|${self}|${args.map((arg) => keyOf(program, arg)).join(',')}`;
  const known = program.memo.scopes.get(key);
  if (known) return known;
  const contexts = program.memo.entered.get(`${module.file}#${fn.id}`)?.length ?? 0;
  if (!fact) return generic(program, module, fn.id);
  if (contexts >= MOST_CONTEXTS) return enterAsOne(fn, fact, contexts, args);
  const scope = open(fn, args, fact);
  program.memo.scopes.set(key, scope);
  return scope;
};

const selfOf = (program: Program, module: Module, fact: FunctionFact): Thing | undefined => {
  if (fact.owner === undefined) return undefined;
  const of = { kind: 'class', scope: topScope(program, module), id: fact.owner } as const;
  return fact.static ? of : program.instance(of, undefined);
};

/** A function as nobody in particular calls it: parameters by their types, `this` as injection would make it. */
export const generic = (program: Program, module: Module, fn: number): Scope => {
  if (fn === 0) return topScope(program, module);
  const key = `${module.file}#${fn}|generic`;
  const known = program.memo.scopes.get(key);
  if (known) return known;
  const fact = module.fact.functions[fn];
  if (!fact) return topScope(program, module);
  const parent = generic(program, module, fact.parent ?? 0);
  const own = selfOf(program, module, fact);
  const self = own ?? parent.self;
  const scope = open({ kind: 'function', scope: parent, id: fn, ...(self ? { self } : {}) }, [], fact);
  program.memo.scopes.set(key, scope);
  return scope;
};
