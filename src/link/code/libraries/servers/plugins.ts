import { isTest } from '../../../../model/aside.ts';
import { folderOf } from '../../../../model/paths.ts';
import { normalise } from '../../paths.ts';
import { fieldOf, functionsOf, librariesOf, optionsOf, plainTextsOf, textsOf } from '../../things.ts';
import type { LibraryCall, LibraryThing, Program, Thing } from '../../types.ts';
import { joinPaths } from './mounts.ts';

/** Something that registers routes on what it is given, under a prefix. */
export type Plugin = { readonly fn: Thing; readonly prefix: string };

/** Files of a folder that is named in code: `join(__dirname, 'routes')`, `new URL('./routes', import.meta.url)`. */
const folderIn = (dir: Thing | undefined, file: string): string | undefined => {
  const pieces = librariesOf(dir).flatMap((thing) =>
    /(?:^|\.)(?:join|resolve|fileURLToPath|URL)\(\)$/.test(thing.path) ? (thing.args ?? []) : [],
  );
  const texts = (pieces.length > 0 ? pieces : [dir]).flatMap((piece) => textsOf(piece).slice(0, 1));
  const path = texts.map(({ text }) => text.replace(/\{[^}]*\}/g, '')).filter((text) => text !== '');
  return path.length > 0 ? normalise(`${folderOf(file)}/${path.join('/')}`) : undefined;
};

const exportedBy = (file: string, program: Program): Thing | undefined =>
  program.exported(file, 'default') ?? program.exported(file, '=');

/** Functions that a plugin is, also behind `fp(…)`, which shuns the prefix, and behind `import(…)`. */
const functionsBehind = (thing: Thing | undefined, program: Program): readonly Plugin['fn'][] =>
  optionsOf(thing).flatMap((option): readonly Thing[] => {
    if (option.kind === 'function') return [option];
    if (option.kind === 'namespace') return functionsOf(exportedBy(option.file, program));
    return option.kind === 'library' && option.package === 'fastify-plugin'
      ? (option.args ?? []).flatMap((arg) => functionsOf(arg))
      : [];
  });

/** `@fastify/autoload`: every file of a folder, under the path of its own folder. */
const autoloaded = (call: LibraryCall): readonly Plugin[] => {
  const { program } = call.scope;
  const [, options] = call.args;
  const folder = folderIn(fieldOf(options, 'dir', program), call.scope.module.file);
  if (folder === undefined) return [];
  const [outer = ''] = plainTextsOf(fieldOf(options, 'options.prefix', program));
  return program.workspace.filesIn(program.service.name).flatMap((file): readonly Plugin[] => {
    if (!file.startsWith(`${folder}/`) || isTest(file) || /\.d\.[cm]?ts$|(?:^|\/)_?hooks\./.test(file)) return [];
    const [own] = plainTextsOf(program.exported(file, 'autoPrefix'));
    const path = folderOf(file.slice(folder.length + 1)).replace(/(^|\/)_(?=[^/])/g, '$1:');
    return functionsBehind(exportedBy(file, program), program).map((fn) => ({
      fn,
      prefix: joinPaths(outer, own ?? path),
    }));
  });
};

const isAutoload = (thing: LibraryThing): boolean => /(?:^@fastify\/|^fastify-)autoload$/.test(thing.package);

/** hapi: `{ plugin, routes: { prefix } }`, a plugin by itself, or a list of either. */
const ofHapi = (thing: Thing, program: Program): readonly Plugin[] =>
  optionsOf(thing).flatMap((option): readonly Plugin[] => {
    if (option.kind === 'array') return option.items.flatMap((item) => ofHapi(item, program));
    if (option.kind !== 'object' && option.kind !== 'namespace') return [];
    const read = (of: Thing, name: string): Thing | undefined =>
      of.kind === 'namespace' ? program.exported(of.file, name) : fieldOf(of, name, program);
    const plugin = read(option, 'plugin');
    const [prefix = ''] = plainTextsOf(fieldOf(option, 'routes.prefix', program));
    const run = functionsOf(read(option, 'register')).length > 0 ? read(option, 'register') : undefined;
    const inner = optionsOf(plugin).flatMap((one) => functionsOf(read(one, 'register')));
    return [...functionsOf(run), ...inner].map((fn) => ({ fn, prefix }));
  });

/** What `register` is given to run. */
export const pluginsOf = (call: LibraryCall): readonly Plugin[] => {
  const { program } = call.scope;
  const [first, options] = call.args;
  if (librariesOf(first).some(isAutoload)) return autoloaded(call);
  const [prefix = ''] = plainTextsOf(fieldOf(options, 'prefix', program));
  const shunsPrefix = librariesOf(first).some(({ package: name }) => name === 'fastify-plugin');
  const direct = functionsBehind(first, program).map((fn) => ({ fn, prefix: shunsPrefix ? '' : prefix }));
  return direct.length > 0 || !first ? direct : ofHapi(first, program);
};
