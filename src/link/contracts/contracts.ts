import { isTest } from '../../model/aside.ts';
import type { Contracts } from '../../model/contract.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { CodeModel } from '../code/link.ts';
import type { FactIndex, Units } from '../types.ts';
import { protosOf } from './protos.ts';
import { layeredOf, usesOf } from './uses.ts';

/** What services agree on, and under which paths others reach them. */
export const contractsOf = (index: FactIndex, units: Units, code: CodeModel): Contracts => ({
  protos: protosOf(index, units, code),
  versioned: code.versioned,
  uses: usesOf(index, code),
  layered: layeredOf(code),
  fronts: frontsOf(index, units),
});

const frontsOf = (index: FactIndex, units: Units): Contracts['fronts'] =>
  index.ofKind('route').flatMap(({ file, fact }) => {
    if (isTest(file)) return [];
    const at: Evidence = { file, line: fact.at[0], column: fact.at[1], basis: 'declared', note: fact.path };
    return units.routesOf(file, fact).map(({ gateway, to }) => ({
      service: to,
      path: fact.path,
      ...(gateway === undefined ? {} : { gateway }),
      evidence: [at] as const,
    }));
  });
