import { folderOf, upFrom } from '../../../model/paths.ts';

/** Protobuf files that are compiled together; paths are relative to `root`, as imports say them. */
export type ProtoModule = { readonly root: string; readonly files: readonly string[] };

const IMPORT = /^\s*import\s+(?:public\s+|weak\s+)?"([^"]+)"/gm;

const importsOf = (text: string): readonly string[] => [...text.matchAll(IMPORT)].map(([, path = '']) => path);

/** Groups files by the folder that their imports start from: a folder with a buf.yaml, what an import fits, or their own. */
export function modulesOf(texts: ReadonlyMap<string, string>, configured: readonly string[]): readonly ProtoModule[] {
  const byRoot = new Map<string, Set<string>>();
  for (const [path, text] of texts) {
    const root = rootOf(path, text, texts, configured);
    const files = byRoot.get(root) ?? new Set();
    byRoot.set(root, files.add(path));
  }
  for (const [root, files] of byRoot) takeImports(root, files, texts);
  return [...byRoot].map(([root, files]) => ({ root, files: [...files].sort() }));
}

const within = (root: string, path: string): string => (root === '' ? path : `${root}/${path}`);

function rootOf(path: string, text: string, texts: ReadonlyMap<string, string>, configured: readonly string[]): string {
  const folders = [...upFrom(folderOf(path))];
  const declared = folders.find((folder) => configured.includes(folder));
  if (declared !== undefined) return declared;
  for (const wanted of importsOf(text)) {
    const fitting = folders.find((folder) => texts.has(within(folder, wanted)));
    if (fitting !== undefined) return fitting;
  }
  return folderOf(path);
}

/** What the files import from the same root is compiled with them. */
function takeImports(root: string, files: Set<string>, texts: ReadonlyMap<string, string>): void {
  for (const file of files)
    for (const wanted of importsOf(texts.get(file) ?? '')) {
      const path = within(root, wanted);
      // A set is walked on while it grows.
      if (texts.has(path)) files.add(path);
    }
}
