import type { DecoratorFact } from '../../../model/fact/module.ts';
import { classFactOf } from '../evaluate/classes.ts';
import { tokensOf } from '../evaluate/injection.ts';
import { fieldOf, functionsOf, itemsOf, optionsOf, plainTextsOf } from '../things.ts';
import type { ClassThing, LibraryThing, ObjectThing, Program, Thing } from '../types.ts';

export const decoratorNamed = (thing: ClassThing, name: string): DecoratorFact | undefined =>
  classFactOf(thing)?.decorators.find(
    (item) => (item.name.kind === 'name' || item.name.kind === 'member') && item.name.name === name,
  );

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

const noteProvider = (thing: Thing, program: Program): void => {
  if (thing.kind !== 'object') return;
  const written = thing.value.entries.find((entry) => entry.key === 'provide')?.value;
  const token = fieldOf(thing, 'provide', program);
  const tokens = token ? tokensOf(token, written) : [];
  if (tokens.length === 0) return;
  const made = madeBy(thing, program);
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
      ...(call.at ? { at: call.at } : {}),
    };
    for (const name of tokensOf(token, written)) program.providers.set(name, client);
  }
};

const clientOptions = (item: Thing, program: Program): Thing | undefined => {
  const factory = functionsOf(fieldOf(item, 'useFactory', program))[0];
  if (factory) return program.call(factory, injectedInto(item, program), factory.scope);
  return item.kind === 'object' ? item : undefined;
};

const noteConfig = (call: LibraryThing, program: Program): void => {
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
    if (option.kind === 'object') noteModule(option, program, seen);
    else if (option.kind === 'library' && /ClientsModule\.register/.test(option.path)) noteClients(option, program);
    else if (option.kind === 'library' && /ConfigModule\.forRoot/.test(option.path)) noteConfig(option, program);
    else if (option.kind === 'library' && /^(?:HttpModule)\./.test(option.path))
      program.bases.set('@nestjs/axios', baseOf(option, program));
    else if (option.kind === 'library')
      for (const library of program.libraryFor(option.package)) library.mounted?.(option, program);
  }
};

const baseOf = (call: LibraryThing, program: Program): Thing[] => {
  const [arg] = call.args ?? [];
  const [factory] = functionsOf(fieldOf(arg, 'useFactory', program));
  const options = factory && arg ? program.call(factory, injectedInto(arg, program), factory.scope) : arg;
  const base = fieldOf(options, 'baseURL', program);
  return base ? [base] : [];
};

const noteModule = (thing: ObjectThing, program: Program, seen: Set<Thing>): void => {
  for (const provider of itemsOf(fieldOf(thing, 'providers', program))) noteProvider(provider, program);
  for (const item of itemsOf(fieldOf(thing, 'imports', program))) noteImported(item, program, seen);
};

/** Walks the Nest modules of a service: providers by token, clients, configuration. */
export const noteModules = (program: Program, classes: readonly ClassThing[]): void => {
  const seen = new Set<Thing>();
  for (const thing of classes) {
    const [arg] = decoratorNamed(thing, 'Module')?.args ?? [];
    const options = arg && program.evaluate(arg, thing.scope);
    if (options?.kind === 'object') noteModule(options, program, seen);
  }
};
