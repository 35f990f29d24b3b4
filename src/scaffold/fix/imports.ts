import { folderOf, joined } from '../../model/paths.ts';
import type { WorkspaceFiles } from '../workspace.ts';
import { sourceOf, type Source } from './source.ts';

/** The file of this workspace that a name is imported from by a relative path; nothing where it is not. */
export async function sourceOfImport(source: Source, name: string, files: WorkspaceFiles): Promise<Source | undefined> {
  const imported = source.file.getImportDeclarations().find((each) => {
    const named = each.getNamedImports().map((one) => one.getAliasNode()?.getText() ?? one.getName());
    return [...named, each.getDefaultImport()?.getText()].includes(name);
  });
  const from = imported?.getModuleSpecifierValue();
  const base = from?.startsWith('.') ? joined(folderOf(source.path), from) : undefined;
  if (base === undefined) return undefined;
  const bare = base.replace(/\.[cm]?[jt]s$/, '');
  const path = [base, ...endings.map((ending) => `${bare}${ending}`)].find(
    (one) => /\.[cm]?[jt]sx?$/.test(one) && files.read(one) !== undefined,
  );
  return path === undefined ? undefined : sourceOf(files, path);
}

const endings = ['.ts', '.mts', '.js', '.mjs', '/index.ts', '/index.js'];
