import { baseOf, folderOf, joined } from '../model/paths.ts';
import type { StackFunction } from './code/libraries/cdk/cdk.ts';
import { idOf, propOf } from './code/libraries/cdk/constructs.ts';
import { lastStep, librariesOf, optionsOf, plainTextsOf, shapesOf, textsOf } from './code/things.ts';
import type { Program, Thing } from './code/types.ts';

/** A program that describes a cloud: the folder it is started in, and the file it starts with. */
export type App = { readonly folder: string; readonly entry: string };
export type Find = (path: string) => string | undefined;
type Ground = { readonly app: App; readonly program: Program; readonly find: Find };
type Code = { readonly entry: string; readonly handler: string };

/** The file of a function and the export that is called: `entry`, or an asset and the handler in it. */
export function codeOf(one: StackFunction, { app, program, find }: Ground): Code | undefined {
  for (const { entry, handler } of writtenAs(one, app, program)) {
    const file = sourcesOf(entry)
      .map(find)
      .find((found) => found !== undefined);
    if (file !== undefined) return { entry: file, handler };
  }
  return undefined;
}

/** `entry: 'src/orders/index.ts'`, or `code: Code.fromAsset('src/orders')` with `handler: 'index.handler'`. */
function writtenAs({ made, at }: StackFunction, { folder }: App, program: Program): readonly Code[] {
  const handler = propOf(made, 'handler', program);
  const name = plainTextsOf(handler)[0];
  const entry = propOf(made, 'entry', program);
  const path = entry && pathOf(entry, folder);
  if (path !== undefined) return [{ entry: path, handler: name?.split('.').at(-1) ?? 'handler' }];
  const asset = librariesOf(propOf(made, 'code', program)).find(({ path: of }) => of.endsWith('fromAsset()'))
    ?.args?.[0];
  const base = asset && pathOf(asset, folder);
  if (base !== undefined) return inAsset(base, name, shapesOf(handler)[0]);
  // Without either, the code lies beside the stack: `orders-stack.create.ts`.
  const id = idOf(made);
  return lastStep(made.path) === 'NodejsFunction()' && id !== undefined
    ? [{ entry: `${at.file.replace(/\.[cm]?[jt]s$/, '')}.${id}`, handler: name ?? 'handler' }]
    : [];
}

/** `index.handler` in a folder. Which file it is may be computed: then it is called as its folder, or `index`. */
function inAsset(base: string, name: string | undefined, shape: string | undefined): readonly Code[] {
  const [file = '', called = 'handler'] = name?.split(/\.(?=[^.]*$)/) ?? [];
  if (name !== undefined) return [{ entry: joined(base, file) ?? file, handler: called }];
  const end = /\.(\w+)$/.exec(shape ?? '')?.[1];
  return end === undefined ? [] : [baseOf(base), 'index'].map((one) => ({ entry: `${base}/${one}`, handler: end }));
}

const BUILT = /(^|\/)(?:dist|build|lib|out|\.build|\.dist|bundles?)\//;

/** What is written, else what it was built from: a bundler gives each file a folder of its own name. */
function sourcesOf(entry: string): readonly string[] {
  const written = BUILT.test(entry) ? [entry.replace(BUILT, '$1src/'), entry.replace(BUILT, '$1')] : [];
  const unpacked = written.flatMap((path) => [path, folderOf(path)]);
  return [entry, ...unpacked];
}

/** A path as text is relative to where the program is started; one from `__dirname` to the file it stands in. */
function pathOf(thing: Thing, folder: string): string | undefined {
  for (const option of optionsOf(thing)) {
    const [text] = plainTextsOf(option);
    if (text !== undefined) return joined(folder, text);
    const path = fromHere(option) ?? joinedFrom(option, folder);
    if (path !== undefined) return path;
  }
  return undefined;
}

/** `${__dirname}/../src/orders` */
function fromHere(option: Thing): string | undefined {
  for (const { text, evidence } of textsOf(option)) {
    const rest = /^\{__dirname\}\/([^{}]*)$/.exec(text)?.[1];
    const file = evidence[0]?.file;
    if (rest !== undefined && file !== undefined) return joined(folderOf(file), rest);
  }
  return undefined;
}

/** `path.join(__dirname, '..', 'src')` */
function joinedFrom(option: Thing, folder: string): string | undefined {
  if (option.kind !== 'library' || !option.args || !/^(?:.*\.)?(?:join|resolve)\(\)$/.test(option.path))
    return undefined;
  const [first, ...rest] = option.args;
  const isHere = first?.kind === 'library' && /__dirname$|^import\.meta/.test(first.path);
  const start = isHere && option.at ? folderOf(option.at.file) : folder;
  const parts = isHere || plainTextsOf(first).length === 0 ? rest : option.args;
  const texts = parts.map((part) => plainTextsOf(part)[0]);
  const known = texts.flatMap((text) => text ?? []);
  return known.length === texts.length ? joined(start, known.join('/').replace(/^\/+/, '')) : undefined;
}
