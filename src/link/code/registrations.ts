import type { CallFact } from '../../model/fact/module.ts';
import type { Value } from '../../model/fact/value.ts';
import { tokensOf } from './evaluate/injection.ts';
import { fieldOf, functionsOf, librariesOf, madeBy, objectsOf, optionsOf, plainTextsOf } from './things.ts';
import type { Program, Scope, Thing } from './types.ts';

const REGISTERING =
  /^(?:register|registerSingleton|registerInstance|registerType|bind|set|to|toConstantValue|toDynamicValue|toSelf|add|provide|addSingleton|addTransient|addScoped)$/;
const CONTAINERS = new Set([
  'tsyringe',
  'inversify',
  'typedi',
  'awilix',
  'ioc',
  'brandi',
  'diod',
  'node-dependency-injection',
  'injection-js',
]);

const nameOf = (value: Value): string => (value.kind === 'member' ? value.name : '');

/** A class stands for the instance of it; `{ useClass }` and `{ useValue }` for what they name. */
export const madeFrom = (thing: Thing, program: Program): Thing | undefined => {
  for (const option of optionsOf(thing)) {
    if (option.kind === 'class') return program.instance(option, undefined);
    const given = fieldOf(option, 'useClass', program) ?? fieldOf(option, 'useValue', program);
    if (given) return given.kind === 'class' ? program.instance(given, undefined) : given;
    const factory = functionsOf(fieldOf(option, 'useFactory', program))[0] ?? functionsOf(option)[0];
    if (factory) return program.call(factory, [], factory.scope);
    if (option.kind === 'instance' || option.kind === 'library' || option.kind === 'object' || option.kind === 'texts')
      return option;
  }
  return undefined;
};

const note = (program: Program, token: Thing, written: Value | undefined, thing: Thing | undefined): void => {
  if (!thing) return;
  for (const name of tokensOf(token, written)) if (!program.providers.has(name)) program.providers.set(name, thing);
};

/** What awilix hands to those it makes: everything that is registered, by name. */
const CRADLE: Thing = { kind: 'library', package: 'awilix', path: 'cradle' };

/** `asClass(Repo).singleton()`, `asFunction(make)`, `asValue(1)` */
const madeByAwilix = (thing: Thing, program: Program): Thing | undefined => {
  const [resolver] = librariesOf(thing).flatMap((item) => madeBy(item, /^as(?:Class|Function|Value)\(\)$/) ?? []);
  const given = resolver?.args?.[0];
  if (!given) return undefined;
  if (given.kind === 'class') return program.instance(given, [CRADLE]);
  const isMade = given.kind === 'function' && resolver.path === 'asFunction()';
  return isMade ? program.call(given, [CRADLE], given.scope) : given;
};

const registerInAwilix = (program: Program, args: readonly Thing[]): void => {
  const [first, second] = args;
  for (const name of second ? plainTextsOf(first) : []) {
    const made = second && madeByAwilix(second, program);
    if (made) program.providers.set(name, made);
  }
  for (const object of objectsOf(first)) {
    for (const { key, value } of object.value.entries) {
      const made = key === undefined ? undefined : madeByAwilix(program.evaluate(value, object.scope), program);
      if (key !== undefined && made) program.providers.set(key, made);
    }
  }
};

const register = (program: Program, fact: CallFact, scope: Scope): void => {
  const callee = program.evaluate(fact.callee, scope);
  if (callee.kind !== 'library' || !CONTAINERS.has(callee.package)) return;
  const [first, second] = fact.args;
  if (callee.package === 'awilix') {
    registerInAwilix(
      program,
      fact.args.map((arg) => program.evaluate(arg, scope)),
    );
    return;
  }
  const token = first && program.evaluate(first, scope);
  if (token && second) note(program, token, first, madeFrom(program.evaluate(second, scope), program));
  const bound = callee.parent?.path.endsWith('bind()') ? callee.parent.args?.[0] : undefined;
  if (bound && token && /\.to/.test(callee.path)) note(program, bound, undefined, madeFrom(token, program));
};

/** Notes what dependency-injection containers are told: tokens and the classes behind them. */
export const noteRegistrations = (program: Program): void => {
  const packages = program.files.some((file) =>
    program.workspace.moduleOf(file)?.fact.imports.some((item) => CONTAINERS.has(item.from)),
  );
  if (!packages) return;
  for (const file of program.files) {
    const module = program.workspace.moduleOf(file);
    for (const fact of module?.fact.calls ?? []) {
      if (module && REGISTERING.test(nameOf(fact.callee))) register(program, fact, program.generic(module, fact.in));
    }
  }
};
