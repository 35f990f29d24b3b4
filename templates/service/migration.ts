import { addNamedImport, addToObject, camelOf, type Change, type PlanInput } from '../../src/scaffold/kit.ts';

type Input = Pick<PlanInput<unknown>, 'service' | 'files'>;

/** A migration more, called `slug` behind the next number; the one that stands already where it was added before. */
export function* migrationChanges({ service, files }: Input, slug: string, content: string): Generator<Change> {
  const folder = `${service.path}/migrations`;
  const names = files.names(folder);
  const file = names.find((name) => name.endsWith(`-${slug}.ts`)) ?? `${nextNumber(names)}-${slug}.ts`;
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
  { service, files, workspace }: Pick<PlanInput<unknown>, 'service' | 'files' | 'workspace'>,
  { slug, module, migration }: { readonly slug: string; readonly module: string; readonly migration: string },
): Generator<Change> {
  const folder = `${service.path}/migrations`;
  const index = files.read(`${folder}/index.ts`) ?? '';
  if (new RegExp(`\\b${migration}\\b`).test(index)) return;
  // One that came before may have no file either.
  const listed = [...index.matchAll(/'(\d{4})-/g)].map(([, number = '']) => number);
  yield {
    kind: 'edit-typescript',
    path: `${folder}/index.ts`,
    edit: (file) => {
      addNamedImport(file, `${workspace.scope}/chassis/${module}`, migration);
      addToObject(file, 'migrations', `'${nextNumber([...files.names(folder), ...listed])}-${slug}': ${migration}`);
    },
  };
}

function nextNumber(migrations: readonly string[]): string {
  const numbers = migrations.map((name) => Number.parseInt(name, 10)).filter((number) => !Number.isNaN(number));
  return String(Math.max(0, ...numbers) + 1).padStart(4, '0');
}
