import { addToObject, camelOf, type Change, type PlanInput } from '../../src/scaffold/kit.ts';

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

function nextNumber(migrations: readonly string[]): string {
  const numbers = migrations.map((name) => Number.parseInt(name, 10)).filter((number) => !Number.isNaN(number));
  return String(Math.max(0, ...numbers) + 1).padStart(4, '0');
}
