import { own } from '../../../model/own.ts';
import type { ObjectEntry, Value } from '../../../model/fact/value.ts';
import { eitherOf, ENVIRONMENT, NOTHING, textThing, UNKNOWN } from '../things.ts';
import type { ClassThing, ObjectThing, Scope, Thing } from '../types.ts';
import { classFactOf, classNameOf, libraryBaseOf, lineOf, methodOf, methodThing } from './classes.ts';
import { staticsOf } from './enter.ts';
import { environmentText, settingNamed } from './environment.ts';
import { instanceMember } from './instances.ts';
import { askedOnce } from './once.ts';

/** What is spread into an object, asked for a name. */
const spreadMember = (of: Value, name: string, scope: Scope): Thing =>
  askedOnce('spread', { of, name, scope }, UNKNOWN, () => {
    const spread = scope.program.evaluate(of, scope);
    const isElsewhere = spread.kind === 'environment' && !/^[A-Z]/.test(name);
    return isElsewhere ? NOTHING : scope.program.member(spread, name, scope);
  });

/** What a spread of something that is not known answers to any name: what is written before it may still hold. */
const isVague = (thing: Thing): boolean =>
  thing.kind === 'method' ||
  thing.kind === 'library' ||
  thing.kind === 'environment' ||
  (thing.kind === 'texts' && thing.options.every(({ holes }) => holes));

const isOpen = (thing: Thing): boolean => thing.kind === 'unknown' || thing.kind === 'nothing';

/** Values that may be made of the very object they stand in; of names and calls this is remembered where they are found. */
const LEADING: ReadonlySet<Value['kind']> = new Set(['member', 'element', 'either', 'join']);

const entryValue = ({ value }: ObjectEntry, name: string, scope: Scope): Thing =>
  LEADING.has(value.kind)
    ? askedOnce('entry', { of: value, name, scope }, UNKNOWN, () => scope.program.evaluate(value, scope))
    : scope.program.evaluate(value, scope);

const written = (entry: ObjectEntry, name: string, thing: ObjectThing): Thing | undefined => {
  const { program } = thing.scope;
  if (entry.key === name) {
    const value = entryValue(entry, name, thing.scope);
    return value.kind === 'function' ? { ...value, self: thing } : value;
  }
  const key = entry.computed && program.evaluate(entry.computed, thing.scope);
  const isMeant = key?.kind === 'texts' && key.options.some((option) => option.text === name);
  return isMeant ? program.evaluate(entry.value, thing.scope) : undefined;
};

const entriesNamed = (thing: ObjectThing, name: string): readonly Thing[] => {
  let vague: Thing | undefined;
  for (const entry of thing.value.entries.toReversed()) {
    if (entry.value.kind === 'spread') {
      const inner = spreadMember(entry.value.of, name, thing.scope);
      if (isOpen(inner)) continue;
      if (!isVague(inner)) return [inner];
      vague ??= inner;
    } else {
      const found = written(entry, name, thing);
      if (found && vague && isOpen(found)) continue;
      if (found) return [found];
    }
  }
  return vague && vague.kind !== 'method' ? [vague] : [];
};

/** What the object's own functions store in `this.name`, should none of them have been entered yet. */
const storedByOwn = (thing: ObjectThing, name: string): readonly Thing[] =>
  thing.value.entries.flatMap((entry) => {
    if (entry.value.kind !== 'function') return [];
    const { program, module } = thing.scope;
    const assigns = (module.fact.functions[entry.value.id]?.assigns ?? []).filter(
      ({ target }) => target.kind === 'member' && target.name === name && target.of.kind === 'this',
    );
    if (assigns.length === 0) return [];
    const scope = program.enter({ kind: 'function', scope: thing.scope, id: entry.value.id, self: thing }, []);
    return assigns.map((assign) => program.evaluate(assign.value, scope));
  });

const objectMember = (thing: ObjectThing, name: string): Thing => {
  const given = givenMember(thing, name);
  return thing.held?.(name, given) ?? given;
};

const givenMember = (thing: ObjectThing, name: string): Thing => {
  const { program } = thing.scope;
  const stored = (thing.stored.get(name) ?? []).slice(-4).map((item) => program.evaluate(item.value, item.scope));
  const own = entriesNamed(thing, name);
  const found = [...own, ...stored].filter((item) => item.kind !== 'unknown' && item.kind !== 'nothing');
  if (found.length > 0) return eitherOf(found);
  const late = thing.stored.has(name) ? [] : storedByOwn(thing, name);
  if (late.length > 0) return eitherOf(late);
  if (own.length > 0) return own[0] ?? UNKNOWN;
  return METHODS_OF_ALL.has(name) ? { kind: 'method', of: thing, name } : NOTHING;
};

const METHODS_OF_ALL = new Set(['toString', 'hasOwnProperty', 'valueOf']);

/** `static placed = this.named('placed')`: what stands there speaks of the class. */
const staticScope = (of: ClassThing): Scope => ({
  ...of.scope,
  id: of.scope.program.memo.nextId++,
  self: of,
  parent: of.scope,
  fn: -1,
  params: new Map(),
  locals: new Map(),
  results: new Map(),
});

const classMember = (thing: ClassThing, name: string): Thing => {
  if (name === 'name') return textThing(classNameOf(thing));
  if (name === 'prototype')
    return { kind: 'instance', of: thing, args: [], typeArgs: undefined, stored: new Map(), fields: new Map(), id: -1 };
  const method = methodOf(thing, name, true);
  const { program } = thing.scope;
  if (method?.fact.accessor === 'get') return program.call(methodThing(method, thing), [], thing.scope);
  if (method) return methodThing(method, thing);
  const stored = lineOf(thing).flatMap((of) => (staticsOf(of).get(name) ?? []).slice(-4));
  const assigned = eitherOf(stored.map((item) => program.evaluate(item.value, item.scope)));
  if (assigned.kind !== 'unknown' && assigned.kind !== 'nothing') return assigned;
  for (const of of lineOf(thing)) {
    const field = classFactOf(of)?.fields.find((item) => item.name === name && item.static);
    if (field?.value) return program.evaluate(field.value, staticScope(of));
    if (field?.type) return program.typed(field.type, of.scope);
  }
  const base = libraryBaseOf(thing);
  return base ? { kind: 'library', package: base.package, path: name, parent: base } : UNKNOWN;
};

const namespaceMember = (file: string, name: string, scope: Scope): Thing =>
  scope.program.exported(file, name) ?? UNKNOWN;

const shapeMember = (thing: Extract<Thing, { kind: 'shape' }>, name: string): Thing => {
  const member = thing.type.members.find(([key]) => key === name);
  if (member) return thing.scope.program.typed(member[1], thing.scope);
  return thing.type.is
    ? thing.scope.program.member(thing.scope.program.typed(thing.type.is, thing.scope), name, thing.scope)
    : UNKNOWN;
};

const libraryMember = (thing: Extract<Thing, { kind: 'library' }>, name: string, scope: Scope): Thing => {
  if (thing.package === 'global' && thing.path === 'process' && name === 'env') return ENVIRONMENT;
  if (
    thing.package === 'global' &&
    (thing.path === 'globalThis' || thing.path === 'window' || thing.path === 'global')
  ) {
    return { kind: 'library', package: 'global', path: name };
  }
  if (name === 'default' && thing.path === '') return thing;
  for (const library of scope.program.libraryFor(thing.package)) {
    const known = library.member?.(thing, name, scope);
    if (known) return known;
  }
  const path = thing.path === '' ? name : `${thing.path}.${name}`;
  const parent = thing.args || thing.parent ? thing : undefined;
  return {
    kind: 'library',
    package: thing.package,
    path,
    scope,
    ...(parent ? { parent } : thing.typeArgs ? { parent: thing } : {}),
  };
};

/** The parts of a URL, which is kept as its text. */
const PARTS: Readonly<Record<string, RegExp>> = {
  origin: /^([a-z][a-z0-9+.-]*:\/\/[^/?#]+)/i,
  host: /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/?#]*@)?([^/?#]+)/i,
  hostname: /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/?#]*@)?([^/:?#]+)/i,
  port: /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/?#]*@)?[^/:?#]+:(\d+)/i,
  pathname: /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+(\/[^?#]*)/i,
};

const urlPart = (of: Extract<Thing, { kind: 'texts' }>, name: string): Thing | undefined => {
  const part = own(PARTS, name);
  if (name === 'href') return of;
  const options = of.options.flatMap((option) => {
    const text = part?.exec(option.text)?.[1];
    return text === undefined ? [] : [{ ...option, text, holes: text.includes('{') }];
  });
  return options.length > 0 ? { kind: 'texts', options } : undefined;
};

const DEEPEST = 90;

/** A member of a thing; asking a thing that has none of this name gives unknown. */
export const member = (of: Thing, name: string, scope: Scope): Thing => {
  const { memo } = scope.program;
  if (memo.depth > DEEPEST) return UNKNOWN;
  memo.depth++;
  const thing = memberOf(of, name, scope);
  memo.depth--;
  return thing;
};

const CHAINS = new Set(['then', 'catch', 'finally']);

const memberOf = (of: Thing, name: string, scope: Scope): Thing => {
  if (CHAINS.has(name) && of.kind !== 'library' && of.kind !== 'unknown') return { kind: 'method', of, name };
  switch (of.kind) {
    case 'object':
      return objectMember(of, name);
    case 'instance':
      return instanceMember(of, name);
    case 'class':
      return classMember(of, name);
    case 'namespace':
      return namespaceMember(of.file, name, scope);
    case 'shape':
      return shapeMember(of, name);
    case 'library':
      return (of.path.includes('()') && settingNamed(scope.program, name)) || libraryMember(of, name, scope);
    case 'environment':
      return /^[a-z]+$/.test(name) ? ENVIRONMENT : environmentText(scope.program, name);
    case 'either': {
      const given = of.options.filter((option) => option.kind !== 'shape');
      const found = eitherOf(given.map((option) => member(option, name, scope)));
      if (found.kind !== 'unknown' && found.kind !== 'nothing') return found;
      return eitherOf([
        found,
        ...of.options.flatMap((option) => (option.kind === 'shape' ? [member(option, name, scope)] : [])),
      ]);
    }
    case 'texts':
      return urlPart(of, name) ?? (name === 'length' ? UNKNOWN : { kind: 'method', of, name });
    case 'array':
    case 'function':
    case 'number':
      return name === 'length' ? UNKNOWN : { kind: 'method', of, name };
    case 'unknown':
      return settingNamed(scope.program, name) ?? UNKNOWN;
    default:
      return UNKNOWN;
  }
};
