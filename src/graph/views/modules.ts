import type { Model } from '../../model/model.ts';
import type { ModuleImport, ModuleImports } from '../../model/module-imports.ts';
import { folderOf } from '../../model/paths.ts';
import { circlesIn } from '../circles.ts';
import type { View, ViewGroup, ViewNode } from '../types.ts';
import { linesOf, nodeOf, sortedBy, titleOf, type Strand } from './parts.ts';

/** The inside of one service: its files, who imports whom, and what they take from the rest of the workspace. */
export function modulesView(model: Model, { service, path, files, imports }: ModuleImports): View {
  const short = (file: string): string =>
    path !== '' && file.startsWith(`${path}/`) ? file.slice(path.length + 1) : file;
  const folders = [...new Set(files.map((file) => folderOf(short(file))))].filter((folder) => folder !== '').sort();
  const isInside = new Set(files);
  const outside = Map.groupBy(
    imports.filter(({ to }) => !isInside.has(to)),
    targetId,
  );
  return {
    id: 'modules',
    name: model.name,
    title: `${titleOf('modules', model)}: ${service}`,
    nodes: [
      ...files.toSorted().map((file) => moduleNode(file, short(file))),
      ...sortedBy([...outside], ([id]) => id).map(([id, [first]]) =>
        nodeOf({ id, kind: 'outside', name: first?.unit ?? first?.to ?? id, more: ['outside'] }),
      ),
    ],
    groups: folders.map((name): ViewGroup => ({ id: `folder:${name}`, kind: 'folder', name })),
    lines: linesOf(
      imports.map((one) => strandOf(one, isInside)),
      (operations) => (operations.every(({ protocol }) => protocol === 'import type') ? 'type' : ''),
    ),
    findings: [],
    unresolved: [],
    notes: circlesIn(imports.filter(({ typeOnly }) => !typeOnly)).map(
      (circle) => `${circle.map(short).join(', ')} import each other in a circle.`,
    ),
  };
}

const targetId = ({ to, unit }: ModuleImport): string => `outside:${unit ?? to}`;

function moduleNode(file: string, name: string): ViewNode {
  const folder = folderOf(name);
  return nodeOf({
    id: `module:${file}`,
    kind: 'module',
    name: name.slice(folder === '' ? 0 : folder.length + 1),
    ...(folder === '' ? {} : { group: `folder:${folder}` }),
    path: file,
    evidence: [{ file, line: 1, column: 1 }],
  });
}

const strandOf = (one: ModuleImport, isInside: ReadonlySet<string>): Strand => ({
  from: `module:${one.from}`,
  to: isInside.has(one.to) ? `module:${one.to}` : targetId(one),
  kind: 'import',
  operation: { name: one.to, protocol: one.typeOnly ? 'import type' : 'import', evidence: [one.at] },
});
