import type { ImportEdge } from '../../../model/model.ts';
import type { Units } from '../../types.ts';
import { isTest } from '../../../model/aside.ts';
import { folderOf } from '../../../model/paths.ts';
import { normalise } from '../paths.ts';
import type { Workspace } from '../types.ts';
import type { Sketch } from './edges.ts';

type Specifier = { readonly from: string; readonly typeOnly: boolean; readonly at: readonly [number, number] };

/** What a file imports, each specifier once; for types alone only where all of its imports are. */
export const specifiersOf = (workspace: Workspace, file: string): readonly Specifier[] => {
  const fact = workspace.moduleOf(file)?.fact;
  if (!fact) return [];
  const bySource = new Map<string, Specifier>();
  const all = [
    ...fact.imports,
    ...fact.exports.flatMap((item) =>
      item.from === undefined ? [] : [{ from: item.from, typeOnly: item.typeOnly, at: item.at }],
    ),
  ];
  for (const { from, typeOnly, at } of all) {
    const known = bySource.get(from);
    bySource.set(from, known ? { ...known, typeOnly: known.typeOnly && typeOnly } : { from, typeOnly, at });
  }
  return [...bySource.values()];
};

const unitOf = (units: Pick<Units, 'ownersOf'>, file: string): string | undefined => units.ownersOf(file)[0]?.name;

const share = (units: Pick<Units, 'ownersOf'>, a: string, b: string): boolean => {
  const left = new Set(units.ownersOf(a).map((unit) => unit.name));
  return units.ownersOf(b).some((unit) => left.has(unit.name));
};

/** The file that a specifier leads to. What is no code, as a relative path to data, leads where it says. */
export const targetOf = (workspace: Workspace, file: string, specifier: string): string | undefined => {
  const target = workspace.resolve(file, specifier);
  if ('file' in target) return target.file;
  return /^\.{1,2}\/.*\.json$/.test(specifier) ? normalise(`${folderOf(file)}/${specifier}`) : undefined;
};

/** Imports between files of different units; tests are left out. */
export const importsOf = (workspace: Workspace, files: readonly string[]): readonly ImportEdge[] =>
  files.flatMap((file) => {
    const fromUnit = unitOf(workspace.units, file);
    if (fromUnit === undefined || isTest(file)) return [];
    return specifiersOf(workspace, file).flatMap((item): readonly ImportEdge[] => {
      const target = targetOf(workspace, file, item.from);
      const toUnit = target === undefined ? undefined : unitOf(workspace.units, target);
      if (target === undefined || toUnit === undefined || toUnit === fromUnit || share(workspace.units, file, target))
        return [];
      const place = { file, line: item.at[0], column: item.at[1], basis: 'inferred', note: item.from } as const;
      return [
        {
          from: file,
          to: target,
          fromUnit,
          toUnit,
          typeOnly: item.typeOnly,
          specifier: item.from,
          evidence: [place],
        },
      ];
    });
  });

/** Imports between two services as edges. */
export const importEdges = (imports: readonly ImportEdge[], units: Units): readonly Sketch[] => {
  const services = new Set(units.services.map((service) => service.name));
  return imports.flatMap((item): readonly Sketch[] =>
    services.has(item.fromUnit) && services.has(item.toUnit)
      ? [
          {
            from: item.fromUnit,
            to: item.toUnit,
            kind: 'import',
            protocol: 'import',
            basis: 'inferred',
            evidence: item.evidence,
          },
        ]
      : [],
  );
};
