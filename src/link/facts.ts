import type { FactKind, FactOf, FileFacts, OtherFact } from '../model/fact.ts';
import { addTo } from '../model/held.ts';
import type { FactIndex } from './types.ts';

type Placed = { readonly file: string; readonly fact: OtherFact };

/** Looks facts up by kind and by file. */
export function factIndexOf(files: readonly FileFacts[]): FactIndex {
  const byFile = new Map(files.map((file) => [file.file, file]));
  const byKind = new Map<FactKind, Placed[]>();
  for (const { file, facts } of files) for (const fact of facts) addTo(byKind, fact.kind, { file, fact });
  return {
    files,
    modules: files.flatMap(({ file, module }) => (module ? [file] : [])),
    moduleIn: (file) => byFile.get(file)?.module?.(),
    ofKind: <K extends FactKind>(kind: K) =>
      (byKind.get(kind) ?? []).filter(
        (one): one is { readonly file: string; readonly fact: FactOf<K> } => one.fact.kind === kind,
      ),
    inFile: <K extends FactKind>(file: string, kind: K) =>
      (byFile.get(file)?.facts ?? []).filter((fact): fact is FactOf<K> => fact.kind === kind),
  };
}
