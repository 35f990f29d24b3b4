import type { Mark } from '../../../model/fact/marks.ts';
import { folderOf, upFrom } from '../../../model/paths.ts';
import type { Traits } from '../../../model/traits.ts';
import type { ServiceCode } from '../service-code.ts';
import type { FactIndex, Units } from '../../types.ts';

/** What the code of each service is like; of other languages, what their files speak of. */
export function traitsOf(code: readonly ServiceCode[], units: Units, index: FactIndex): readonly Traits[] {
  const foreign = foreignMarksOf(units, index);
  return code.map((own) => {
    const marks = foreign.get(own.service) ?? new Set<Mark>();
    const isForeign = marks.has('foreign-code') && own.traits.starts.length === 0 && own.operations.length === 0;
    return {
      service: own.service,
      ...own.traits,
      preloads: [],
      code: isForeign ? 'foreign' : own.isReadable ? 'read' : 'none',
      isWhole: !own.isCutShort && own.cuts.length === 0,
      marks: [...new Set([...own.traits.marks, ...marks])].sort(),
    };
  });
}

/** Marks of files in other languages by service. A build file above several services speaks for all of them. */
function foreignMarksOf(units: Units, index: FactIndex): ReadonlyMap<string, Set<Mark>> {
  const modules = new Set(index.modules);
  const found = new Map<string, Set<Mark>>(units.services.map(({ name }) => [name, new Set()]));
  const above = new Map<string, readonly Mark[]>();
  for (const { file, fact } of index.ofKind('marks')) {
    if (modules.has(file)) continue;
    const owners = units.ownersOf(file);
    if (owners.length === 0) above.set(folderOf(file), [...(above.get(folderOf(file)) ?? []), ...fact.marks]);
    for (const owner of owners) if ('context' in owner) addAll(found.get(owner.name), fact.marks);
  }
  for (const { name, path } of units.services)
    for (const folder of upFrom(folderOf(path)))
      addAll(
        found.get(name),
        (above.get(folder) ?? []).filter((mark) => mark !== 'foreign-code'),
      );
  return found;
}

const addAll = (set: Set<Mark> | undefined, marks: readonly Mark[]): void => {
  for (const mark of marks) set?.add(mark);
};
