import { environmentText } from '../evaluate/environment.ts';
import { settingsBeside } from '../settings.ts';
import { eitherOf, fieldOf, lastStep, plainTextsOf, textsOf } from '../things.ts';
import { settingHeld } from './validators.ts';
import type { Library, Program, Scope, Thing } from '../types.ts';

const isSet = (thing: Thing): boolean => textsOf(thing).some((option) => !option.holes);

/** `get('database.host')` of what was loaded, by namespace or as one object. */
const loaded = (program: Program, key: string): Thing | undefined => {
  for (const { namespace, thing } of program.settings) {
    const path =
      namespace === undefined
        ? key
        : key === namespace
          ? ''
          : key.startsWith(`${namespace}.`)
            ? key.slice(namespace.length + 1)
            : undefined;
    if (path === undefined) continue;
    const found = path === '' ? thing : fieldOf(thing, path, program);
    if (found && found.kind !== 'unknown') return found;
  }
  // Of variables that were checked, only what the schema says for those that nobody sets is news.
  const checked = program.settings.flatMap(({ thing }) =>
    thing.kind === 'library' ? settingHeld(thing, key, program) : [],
  );
  return checked.find((thing) => thing !== undefined && isSet(thing));
};

/** A key may depend on where it is asked for; what is set under one of them goes before what is not. */
const setting = (args: readonly Thing[], { program }: Scope): Thing | undefined => {
  const found = plainTextsOf(args[0])
    .slice(0, 4)
    .map((key) => settingOf(key, args, program));
  const set = found.filter(isSet);
  return found.length > 0 ? eitherOf(set.length > 0 ? set : found) : undefined;
};

/** The files that node-config reads, where it stands in the service's folder: what is deployed goes before what is usual. */
const FILES = ['config/production', 'config/default', 'config/development'];

const inFiles = (key: string, program: Program): Thing | undefined => {
  const names = settingsBeside(program, ['config/custom-environment-variables']);
  const [variable] = plainTextsOf(fieldOf(names, key, program));
  const given = variable === undefined ? undefined : environmentText(program, variable);
  if (given && isSet(given)) return given;
  for (const file of FILES) {
    const found = fieldOf(settingsBeside(program, [file]), key, program);
    if (found && found.kind !== 'unknown') return found;
  }
  return given;
};

/** `config.get('db.host')`, `config.db`: a key of what the files of node-config say. */
export const nodeConfig: Library = {
  packages: ['config'],
  member: (of, name, { program }) =>
    of.path === '' && !/^(?:get|has|util|default)$/.test(name) ? inFiles(name, program) : undefined,
  result: (callee, args, { program }) => {
    const [key] = plainTextsOf(args[0]);
    return lastStep(callee.path) === 'get' && key !== undefined ? inFiles(key, program) : undefined;
  },
};

const settingOf = (key: string, args: readonly Thing[], program: Program): Thing => {
  const found = loaded(program, key);
  if (found) return found;
  const value = environmentText(program, key);
  const standard = args[1];
  return isSet(value) || standard === undefined || textsOf(standard).length === 0 ? value : unsetBy(key, standard);
};

/** A default, with the key that nobody sets. */
const unsetBy = (key: string, thing: Thing): Thing =>
  thing.kind === 'texts'
    ? {
        ...thing,
        options: thing.options.map((option) =>
          option.env.length > 0 ? option : { ...option, unset: [key, ...(option.unset ?? [])] },
        ),
      }
    : thing;

/** Nest's ConfigService and its kin: a key is a variable, or a path into what was loaded. */
export const nestConfig: Library = {
  packages: [
    '@nestjs/config',
    'nestjs-config',
    'config',
    'nconf',
    '@golevelup/nestjs-config',
    '@itgorillaz/configify',
    'nest-typed-config',
  ],
  result: (callee, args, scope) => {
    const name = lastStep(callee.path);
    return name === 'get' || name === 'getOrThrow' ? setting(args, scope) : undefined;
  },
};

const ofSchema = (schema: Thing | undefined, program: Program): Thing | undefined => {
  const [variable] = plainTextsOf(fieldOf(schema, 'env', program));
  const standard = fieldOf(schema, 'default', program);
  const value = variable === undefined ? undefined : environmentText(program, variable);
  return value && isSet(value) ? value : (standard ?? value);
};

/** convict: a schema whose leaves name a variable and a default. */
export const convict: Library = {
  packages: ['convict'],
  result: (callee, args, scope) => {
    const [path] = plainTextsOf(args[0]);
    if (lastStep(callee.path) !== 'get' || path === undefined) return undefined;
    const schema = callee.parent?.args?.[0] ?? callee.parent?.parent?.args?.[0];
    return ofSchema(fieldOf(schema, path, scope.program), scope.program);
  },
};

/** env-var: `env.get('X').default('y').asString()`. */
export const envVar: Library = {
  packages: ['env-var'],
  result: (callee, args, scope) => {
    if (lastStep(callee.path) === 'get') {
      const [name] = plainTextsOf(args[0]);
      return name === undefined ? undefined : environmentText(scope.program, name);
    }
    return undefined;
  },
};

/** `registerAs('database', () => ({ … }))` called as a function gives what the factory gives. */
export const registerAs: Library = {
  packages: ['@nestjs/config'],
  member: (of, name) => (of.path === 'registerAs()' && name === 'KEY' ? of : undefined),
};
