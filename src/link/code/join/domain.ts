import type { DomainPiece } from '../../../model/domain.ts';
import type { Library } from '../../../model/model.ts';
import type { Units } from '../../types.ts';
import type { ServiceCode } from '../service-code.ts';

/** Each piece of the domain in a library once, with the services that load it. */
export const domainOf = (code: readonly ServiceCode[], units: Units): readonly DomainPiece[] => {
  const loaded = code.flatMap(({ service, pieces }) => pieces.map((piece) => ({ piece, service })));
  const byPlace = Map.groupBy(loaded, ({ piece }) => `${piece.evidence.file}:${piece.evidence.line}`);
  return [...byPlace.values()].flatMap((list): readonly DomainPiece[] => {
    const piece = list[0]?.piece;
    const library = piece && libraryOf(piece.evidence.file, units);
    const [first, ...others] = [...new Set(list.map(({ service }) => service))].toSorted();
    if (!piece || !library || first === undefined) return [];
    const { name, what, evidence } = piece;
    return [
      { library: library.name, path: library.path, name, what, loadedBy: [first, ...others], evidence: [evidence] },
    ];
  });
};

const libraryOf = (file: string, units: Units): Library | undefined =>
  units.ownersOf(file).find((unit): unit is Library => !('context' in unit));
