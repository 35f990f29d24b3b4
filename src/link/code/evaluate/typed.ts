import type { TypeRef } from '../../../model/fact/value.ts';
import { eitherOf, UNKNOWN } from '../things.ts';
import type { Module, Program, Scope, Thing } from '../types.ts';
import { mayDeclare } from './barrels.ts';
import { clientOf } from '../libraries/descriptors.ts';
import { classFactOf, implementersOf } from './classes.ts';

/** Types that stand for what is inside them. */
const TRANSPARENT = new Set([
  'Promise',
  'Partial',
  'Readonly',
  'Required',
  'Observable',
  'Awaited',
  'NonNullable',
  'InstanceType',
  'ReturnType',
  'Omit',
  'Pick',
]);

/** How many classes an interface may have for its calls to be followed into each. */
const MOST_IMPLEMENTERS = 4;

/** How many members an enum may have for each to count. */
const MOST_MEMBERS = 4;

const ofImplementers = (program: Program, name: string): Thing | undefined => {
  const all = implementersOf(program, name);
  const classes = all.filter((thing) => !classFactOf(thing)?.abstract);
  if (classes.length === 0 || classes.length > MOST_IMPLEMENTERS) return undefined;
  return eitherOf(classes.map((thing) => program.instance(thing, undefined)));
};

const ofClass = (program: Program, thing: Thing): Thing | undefined => {
  if (thing.kind !== 'class') return undefined;
  const fact = classFactOf(thing);
  const isAbstract = fact?.abstract && fact.name !== undefined;
  return (
    (isAbstract && fact.name !== undefined ? ofImplementers(program, fact.name) : undefined) ??
    program.instance(thing, undefined)
  );
};

const ofPackage = (name: string, pack: string, type: TypeRef, scope: Scope): Thing => ({
  kind: 'library',
  package: pack,
  path: `${name}()`,
  scope,
  ...(type.args ? { typeArgs: type.args } : {}),
});

/** The declared type itself: alias followed, interface by its classes, else by its members. */
const ofDeclared = (module: Module, name: string, scope: Scope): Thing | undefined => {
  const { program } = scope;
  const fact = module.types.get(name);
  const classes = ofImplementers(program, name);
  if (classes) return classes;
  if (!fact) return undefined;
  const own = scope.module === module ? scope : program.generic(module, 0);
  if (fact.members.length > 0) return { kind: 'shape', type: fact, scope: own };
  return fact.is && fact.is.name !== name ? program.typed(fact.is, own) : undefined;
};

const declaringModule = (
  program: Program,
  file: string,
  name: string,
  depth = 0,
): { module: Module; name: string } | undefined => {
  const module = program.workspace.moduleOf(file);
  if (!module || depth > 8) return undefined;
  if (module.types.has(name)) return { module, name };
  for (const item of [...(module.exports.get(name) ?? []), ...module.stars]) {
    if (item.from === undefined) continue;
    const target = program.workspace.resolve(file, item.from);
    if (item.name === '*' && 'file' in target && !mayDeclare(program, target.file, name)) continue;
    const found =
      'file' in target
        ? declaringModule(program, target.file, item.name === '*' ? name : (item.imported ?? name), depth + 1)
        : undefined;
    if (found) return found;
  }
  return undefined;
};

/** An enum as a type: any of its members, or the one that is named. */
const ofEnum = (thing: Thing | undefined, member: string | undefined, scope: Scope): Thing | undefined => {
  if (thing?.kind !== 'object') return undefined;
  if (member !== undefined) return scope.program.member(thing, member, scope);
  const values = thing.value.entries
    .slice(0, MOST_MEMBERS + 1)
    .map((entry) => scope.program.evaluate(entry.value, thing.scope));
  const isEnum = values.length > 0 && values.length <= MOST_MEMBERS && values.every((value) => value.kind === 'texts');
  return isEnum ? eitherOf(values) : undefined;
};

const named = (type: TypeRef, scope: Scope): Thing | undefined => {
  const { program, module } = scope;
  const [head = '', ...rest] = type.name.split('.');
  const item = module.imports.get(head);
  if (item) {
    const target = program.workspace.resolve(module.file, item.from);
    const name =
      rest.at(-1) ?? (item.name === 'default' || item.name === '=' || item.name === '*' ? head : (item.name ?? head));
    if ('package' in target) return ofPackage(name, target.package, type, scope);
    const isMember = rest.length > 0 && item.name !== '*';
    const thing = program.exported(target.file, rest.length > 0 && !isMember ? name : (item.name ?? name));
    const instance = thing && ofClass(program, thing);
    if (instance) return instance;
    const listed = ofEnum(thing, isMember ? rest[0] : undefined, scope);
    if (listed) return listed;
    if (thing?.kind === 'library') return ofPackage(thing.path, thing.package, type, scope);
    const declared = declaringModule(program, target.file, name);
    return declared ? ofDeclared(declared.module, declared.name, scope) : ofImplementers(program, name);
  }
  const binding = module.bindings.has(head) ? program.lookup(head, scope) : undefined;
  return (binding && ofClass(program, binding)) ?? ofEnum(binding, rest[0], scope) ?? ofDeclared(module, head, scope);
};

const special = (type: TypeRef, scope: Scope): Thing | undefined => {
  const { program } = scope;
  const [first] = type.args ?? [];
  if (type.name === '[]' || type.name === 'Array')
    return { kind: 'array', items: first ? [program.typed(first, scope)] : [] };
  if (type.name.startsWith("'"))
    return { kind: 'texts', options: [{ text: type.name.slice(1, -1), holes: false, env: [], evidence: [] }] };
  if (type.name.startsWith('typeof ')) {
    const [head = '', ...rest] = type.name.slice(7).split('.');
    return rest.reduce((of, name) => program.member(of, name, scope), program.lookup(head, scope));
  }
  if (type.name === 'ConfigType' && first) {
    const loaded = program.typed(first, scope);
    if (loaded.kind !== 'library' || !loaded.args) return loaded;
    const factory = loaded.args.find((arg) => arg.kind === 'function');
    return factory ? program.call(factory, [], scope) : UNKNOWN;
  }
  if (type.name.endsWith('Client') && first?.name.startsWith('typeof ')) {
    const client = clientOf(program.typed(first, scope), scope);
    if (client) return client;
  }
  return TRANSPARENT.has(type.name) && first ? program.typed(first, scope) : undefined;
};

/** What a value of a type is, as far as the type tells. */
export const typed = (type: TypeRef, scope: Scope): Thing => {
  const { memo } = scope.program;
  if (memo.depth > 60) return UNKNOWN;
  memo.depth++;
  const thing = special(type, scope) ?? named(type, scope) ?? UNKNOWN;
  memo.depth--;
  return thing;
};
