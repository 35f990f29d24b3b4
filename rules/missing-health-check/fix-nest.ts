import type { ObjectLiteralExpression } from 'ts-morph';
import {
  CannotFix,
  changeOf,
  nameImported,
  propertyAdded,
  sourceOfImport,
  type Change,
  type FixInput,
  type Source,
  type TextEdit,
} from '../../src/scaffold/fix-kit.ts';
import { folderOf, joined } from '../../src/model/paths.ts';

/** A controller beside the module that `NestFactory` makes the app of; nothing where there is no such module. */
export async function nestChanges(main: Source, files: FixInput['files']): Promise<readonly Change[] | undefined> {
  const module = await rootModuleOf(main, files);
  if (!module) return undefined;
  const { source, options } = module;
  const path = joined(folderOf(source.path), 'health.controller.ts') ?? '';
  if (files.read(path) !== undefined)
    throw new CannotFix(`${path} exists already: see that ${source.path} names its controller.`);
  const { quote, semicolon, step, eol } = source.style;
  const content = [
    `import { Controller, Get } from ${quote}@nestjs/common${quote}${semicolon}`,
    '',
    `@Controller(${quote}health${quote})`,
    'export class HealthController {',
    `${step}@Get()`,
    `${step}check(): { status: string } {`,
    `${step}${step}return { status: ${quote}ok${quote} }${semicolon}`,
    `${step}}`,
    '}',
    '',
  ].join(eol);
  const ending = endingOf(source);
  const edits = [
    ...nameImported(source, `./health.controller${ending}`, 'HealthController'),
    controllerAdded(source, options),
  ];
  return [{ kind: 'create', path, content }, changeOf(source, edits)];
}

type RootModule = { readonly source: Source; readonly options: ObjectLiteralExpression };

async function rootModuleOf(main: Source, files: FixInput['files']): Promise<RootModule | undefined> {
  const name = /NestFactory\s*\.\s*create\w*\s*(?:<[^>]*>)?\(\s*(\w+)/.exec(main.text)?.[1];
  if (name === undefined) return undefined;
  const own = moduleIn(main, name);
  if (own) return own;
  const source = await sourceOfImport(main, name, files);
  const found = source && moduleIn(source, name);
  if (!found)
    throw new CannotFix(`msvc does not find the module ${name}: add a controller that answers GET /health to it.`);
  return found;
}

function moduleIn(source: Source, name: string): RootModule | undefined {
  const decorator = source.file.getClass(name)?.getDecorator('Module');
  const [options] = decorator?.getArguments() ?? [];
  return source.is.isObjectLiteralExpression(options) ? { source, options } : undefined;
}

function controllerAdded(source: Source, options: ObjectLiteralExpression): TextEdit {
  const property = options.getProperty('controllers');
  if (!property) return propertyAdded(source, options, 'controllers: [HealthController]');
  const list = source.is.isPropertyAssignment(property) ? property.getInitializer() : undefined;
  if (!source.is.isArrayLiteralExpression(list))
    throw new CannotFix(`${source.path} lists its controllers elsewhere: add one that answers GET /health.`);
  const last = list.getElements().at(-1);
  if (!last) return { from: list.getStart() + 1, to: list.getStart() + 1, text: 'HealthController' };
  return { from: last.getEnd(), to: last.getEnd(), text: ', HealthController' };
}

/** Whether its own files are imported with an ending. */
function endingOf({ file }: Source): string {
  const own = file
    .getImportDeclarations()
    .map((each) => each.getModuleSpecifierValue())
    .find((one) => one.startsWith('.'));
  return /\.[jt]s$/.exec(own ?? '')?.[0] ?? '';
}
