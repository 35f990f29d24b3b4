import { addNamedImport, addToObject, camelOf, type Change, type PlanInput } from '../../src/scaffold/kit.ts';

type Input = { readonly service: { readonly path: string } } & Pick<PlanInput<unknown>, 'files'>;

/** A migration more, called `slug` behind the next number; the one that stands already where it was added before. */
export function* migrationChanges({ service, files }: Input, slug: string, content: string): Generator<Change> {
  const folder = `${service.path}/migrations`;
  const names = files.names(folder);
  const index = files.read(`${folder}/index.ts`) ?? '';
  const file = names.find((name) => name.endsWith(`-${slug}.ts`)) ?? `${nextNumber(names, index)}-${slug}.ts`;
  yield { kind: 'create', path: `${folder}/${file}`, content };
  yield {
    kind: 'edit-typescript',
    path: `${folder}/index.ts`,
    edit: (index) => {
      if (index.getImportDeclaration(`./${file}`)) return;
      const local = camelOf(slug);
      index.insertText(index.getImportDeclarations().at(-1)?.getEnd() ?? 0, `\nimport * as ${local} from './${file}';`);
      addToObject(index, 'migrations', `'${file.replace(/\.ts$/, '')}': ${local}`);
    },
  };
}

/** A migration that the chassis has, once, behind the next number. */
export function* chassisMigration(
  { service, files, workspace }: Input & Pick<PlanInput<unknown>, 'workspace'>,
  { slug, module, migration }: { readonly slug: string; readonly module: string; readonly migration: string },
): Generator<Change> {
  const folder = `${service.path}/migrations`;
  const index = files.read(`${folder}/index.ts`) ?? '';
  if (new RegExp(`\\b${migration}\\b`).test(index)) return;
  yield {
    kind: 'edit-typescript',
    path: `${folder}/index.ts`,
    edit: (file) => {
      addNamedImport(file, `${workspace.scope}/chassis/${module}`, migration);
      addToObject(file, 'migrations', `'${nextNumber(files.names(folder), index)}-${slug}': ${migration}`);
    },
  };
}

/** Behind all that has a file or is listed: one of the chassis has no file, and what was applied must stay in front. */
function nextNumber(files: readonly string[], index: string): string {
  const listed = [...index.matchAll(/'(\d{4})-/g)].map(([, number = '']) => number);
  const numbers = [...files, ...listed]
    .map((name) => Number.parseInt(name, 10))
    .filter((number) => !Number.isNaN(number));
  return String(Math.max(0, ...numbers) + 1).padStart(4, '0');
}
