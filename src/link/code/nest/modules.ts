import type { Evidence } from '../../../model/evidence.ts';
import type { DecoratorFact } from '../../../model/fact/module.ts';
import type { Value } from '../../../model/fact/value.ts';
import { classFactOf } from '../evaluate/classes.ts';
import { keyOf } from '../evaluate/enter.ts';
import { tokensOf } from '../evaluate/injection.ts';
import { noteHttpWaiting } from '../libraries/patience/nest-http.ts';
import { environmentHeldBy } from '../libraries/validators.ts';
import {
  ENVIRONMENT,
  evidenceAt,
  fieldOf,
  functionsOf,
  itemsOf,
  librariesOf,
  optionsOf,
  plainTextsOf,
} from '../things.ts';
import type { ClassThing, LibraryThing, ObjectThing, Program, Thing } from '../types.ts';
import { noteNamed } from './named.ts';

/** Bases are kept under the package, or under the class that the service is injected into. */
const HTTP = '@nestjs/axios';

export const decoratorNamed = (thing: ClassThing, name: string): DecoratorFact | undefined =>
  classFactOf(thing)?.decorators.find(
    (item) => (item.name.kind === 'name' || item.name.kind === 'member') && item.name.name === name,
  );

/** Options as they are written, or what `{ useFactory, inject }` makes of them; undefined where a class does. */
export const optionsMade = (arg: Thing | undefined, program: Program): Thing | undefined => {
  const [factory] = functionsOf(fieldOf(arg, 'useFactory', program));
  if (!factory || !arg) return fieldOf(arg, 'useClass', program) ? undefined : arg;
  return program.call(factory, injectedInto(arg, program), factory.scope);
};

const injectedInto = (provider: Thing, program: Program): readonly Thing[] =>
  itemsOf(fieldOf(provider, 'inject', program)).map((token) => {
    for (const name of tokensOf(token)) {
      const known = program.providers.get(name);
      if (known) return known;
    }
    if (token.kind === 'class') return program.instance(token, undefined);
    return token.kind === 'library' ? { ...token, path: `${token.path}()` } : token;
  });

const madeBy = (provider: ObjectThing, program: Program): Thing | undefined => {
  const given =
    fieldOf(provider, 'useClass', program) ??
    fieldOf(provider, 'useValue', program) ??
    fieldOf(provider, 'useExisting', program);
  if (given) return given.kind === 'class' ? program.instance(given, undefined) : given;
  const factory = functionsOf(fieldOf(provider, 'useFactory', program))[0];
  return factory && program.call(factory, injectedInto(provider, program), factory.scope);
};

/** The factory of a provider runs when the application starts: what it opens is open. */
const noteFactory = (provider: ObjectThing, tokens: readonly string[], program: Program): void => {
  const [factory] = functionsOf(fieldOf(provider, 'useFactory', program));
  const fact = factory?.scope.module.fact.functions[factory.id];
  if (!factory || !fact || fact.calls.length === 0) return;
  program.handlers.push({
    trigger: 'start',
    protocol: 'start',
    name: `start ${tokens[0] ?? 'provider'}`,
    run: [{ ...factory, given: injectedInto(provider, program) }],
    evidence: evidenceAt(factory.scope, fact.at),
  });
};

const noteProvider = (thing: Thing, program: Program): void => {
  if (thing.kind !== 'object') return;
  const written = thing.value.entries.find((entry) => entry.key === 'provide')?.value;
  const token = fieldOf(thing, 'provide', program);
  const tokens = token ? tokensOf(token, written) : [];
  if (tokens.length === 0) return;
  const made = madeBy(thing, program);
  noteFactory(thing, tokens, program);
  if (made) for (const name of tokens) program.providers.set(name, made);
};

/** Clients of `@nestjs/microservices`, under the tokens they are injected by. */
const noteClients = (call: LibraryThing, program: Program): void => {
  const list = call.args?.flatMap((arg) => [...itemsOf(arg), ...itemsOf(fieldOf(arg, 'clients', program))]) ?? [];
  for (const item of list) {
    const options = clientOptions(item, program);
    const token = fieldOf(item, 'name', program);
    const written =
      item.kind === 'object' ? item.value.entries.find((entry) => entry.key === 'name')?.value : undefined;
    if (!token || !options) continue;
    const client: LibraryThing = {
      kind: 'library',
      package: '@nestjs/microservices',
      path: 'ClientProxy()',
      args: [options],
      ...(call.scope ? { scope: call.scope } : {}),
      ...(call.at ? { at: placeOf(item, call.at) } : {}),
    };
    for (const name of tokensOf(token, written)) program.providers.set(name, client);
  }
};

/** Where the one client of several stands that a call registers. */
const placeOf = (item: Thing, at: Evidence): Evidence => {
  const line = item.kind === 'object' ? item.value.entries[0]?.line : undefined;
  return line === undefined || item.kind !== 'object' ? at : { ...at, file: item.scope.module.file, line };
};

const clientOptions = (item: Thing, program: Program): Thing | undefined => {
  const factory = functionsOf(fieldOf(item, 'useFactory', program))[0];
  if (factory) return program.call(factory, injectedInto(item, program), factory.scope);
  return item.kind === 'object' ? item : undefined;
};

const noteConfig = (call: LibraryThing, program: Program): void => {
  for (const schema of librariesOf(fieldOf(call.args?.[0], 'validationSchema', program)))
    program.settings.push({ thing: environmentHeldBy(schema) });
  for (const validate of functionsOf(fieldOf(call.args?.[0], 'validate', program)))
    program.settings.push({ thing: program.call(validate, [ENVIRONMENT], validate.scope) });
  for (const loaded of itemsOf(fieldOf(call.args?.[0], 'load', program))) {
    const [factory] = functionsOf(loaded);
    if (factory) program.settings.push({ thing: program.call(factory, [], factory.scope) });
    if (loaded.kind === 'library' && loaded.path === 'registerAs()') noteRegistered(loaded, program);
  }
};

export const noteRegistered = (call: LibraryThing, program: Program): void => {
  const [namespace] = plainTextsOf(call.args?.[0]);
  const [factory] = functionsOf(call.args?.[1]);
  if (namespace !== undefined && factory)
    program.settings.push({ namespace, thing: program.call(factory, [], factory.scope) });
};

const noteImported = (thing: Thing, program: Program, seen: Set<Thing>): void => {
  for (const option of optionsOf(thing)) {
    if (seen.has(option) || seen.size > 2_000) continue;
    seen.add(option);
    if (option.kind === 'library')
      for (const item of itemsOf(fieldOf(option.args?.[0], 'imports', program))) noteImported(item, program, seen);
    if (option.kind === 'class') mountClass(option, program, seen);
    else if (option.kind === 'object') noteModule(option, program, seen);
    else if (option.kind === 'library' && /ClientsModule\.register/.test(option.path)) noteClients(option, program);
    else if (option.kind === 'library' && /ConfigModule\.forRoot/.test(option.path)) noteConfig(option, program);
    else if (option.kind === 'library' && /^(?:HttpModule)\./.test(option.path)) noteHttp(option, program);
    else if (option.kind === 'library')
      for (const library of program.libraryFor(option.package)) library.mounted?.(option, program);
  }
};

/** The one base that all modules agree on serves classes of which the module is not known. */
const noteHttp = (call: LibraryThing, program: Program): void => {
  const found = baseOf(call, program);
  if (found.length === 0) return;
  const known = program.bases.get(HTTP);
  const isSame =
    !known || [...known, ...found].every((thing) => keyOf(program, thing) === keyOf(program, found[0] ?? thing));
  program.bases.set(HTTP, isSame ? found : []);
};

/** Which base the HttpService has that a module hands to its own classes. */
const noteHttpOf = (module: ObjectThing, imports: readonly Thing[], program: Program): void => {
  const found = imports
    .flatMap((item) => optionsOf(item))
    .flatMap((item) => (item.kind === 'library' && item.path.startsWith('HttpModule.') ? baseOf(item, program) : []));
  if (found.length === 0) return;
  for (const list of ['providers', 'controllers'])
    for (const item of itemsOf(fieldOf(module, list, program)))
      if (item.kind === 'class') program.bases.set(`${HTTP} ${keyOf(program, item)}`, found);
};

const baseOf = (call: LibraryThing, program: Program): Thing[] => {
  const base = fieldOf(optionsMade(call.args?.[0], program), 'baseURL', program);
  return base ? [base] : [];
};

const keyOfClass = (thing: ClassThing): string => `${thing.scope.module.file}#${thing.id}`;

/** A module that is part of the application: what its decorator says holds. */
const mountClass = (thing: ClassThing, program: Program, seen: Set<Thing>): void => {
  if (program.mounted.has(keyOfClass(thing))) return;
  program.mounted.add(keyOfClass(thing));
  const [arg] = decoratorNamed(thing, 'Module')?.args ?? [];
  const options = arg && program.evaluate(arg, thing.scope);
  if (options?.kind === 'object') noteModule(options, program, seen);
};

const noteModule = (thing: ObjectThing, program: Program, seen: Set<Thing>): void => {
  for (const module of optionsOf(fieldOf(thing, 'module', program)))
    if (module.kind === 'class') mountClass(module, program, seen);
  const imports = itemsOf(fieldOf(thing, 'imports', program));
  // What a module imports is there before what it makes with it.
  for (const item of imports) noteImported(item, program, seen);
  for (const provider of itemsOf(fieldOf(thing, 'providers', program))) noteProvider(provider, program);
  noteNamed(thing, program);
  noteHttpOf(thing, imports, program);
  noteHttpWaiting(thing, imports, { program, optionsOfModule: (call) => optionsMade(call.args?.[0], program) });
};

const sitesIn = (value: Value, sites: Set<number>): void => {
  if (value.kind === 'call') sites.add(value.site);
  else if (value.kind === 'array') for (const item of value.items) sitesIn(item, sites);
  else if (value.kind === 'object') for (const entry of value.entries) sitesIn(entry.value, sites);
  else if (value.kind === 'spread' || value.kind === 'member') sitesIn(value.of, sites);
  else if (value.kind === 'either') for (const item of value.options) sitesIn(item, sites);
};

/** The decorator of a module nobody mounts says nothing about this service, though its file is loaded. */
const setAside = (program: Program, thing: ClassThing, decorator: DecoratorFact): void => {
  const sites = new Set<number>();
  for (const arg of decorator.args) sitesIn(arg, sites);
  for (const site of sites) program.unmounted.add(`${thing.scope.module.file}#${site}`);
};

/** Walks the Nest modules of a service: providers by token, clients, configuration. */
export const noteModules = (program: Program, classes: readonly ClassThing[]): void => {
  const seen = new Set<Thing>();
  const modules = classes.flatMap((thing) => {
    const decorator = decoratorNamed(thing, 'Module');
    return decorator ? [{ thing, decorator }] : [];
  });
  for (const { thing } of modules) if (program.own.has(thing.scope.module.file)) mountClass(thing, program, seen);
  for (const { thing, decorator } of modules)
    if (!program.mounted.has(keyOfClass(thing))) setAside(program, thing, decorator);
};
