import { groupBy } from '../../src/lint/kit.ts';
import type { ProtoContract } from '../../src/model/contract.ts';

export type Copies = readonly [one: ProtoContract, other: ProtoContract];

/**
 * Pairs of files that are copies of one contract. Within a package a name stands once, so two files that both declare
 * it are copies; without a package the same service must stand in both, or most messages of files of one name.
 */
export const copiesIn = (contracts: readonly ProtoContract[]): readonly Copies[] =>
  groupBy(contracts, (contract) => contract.package).flatMap((sharing) =>
    sharing.flatMap((one, index) =>
      sharing.slice(index + 1).flatMap((other): readonly Copies[] => (areCopies(one, other) ? [[one, other]] : [])),
    ),
  );

const namesOf = (named: readonly { readonly name: string }[]): readonly string[] => named.map(({ name }) => name);
const shared = (a: readonly string[], b: readonly string[]): number => a.filter((name) => b.includes(name)).length;

function areCopies(one: ProtoContract, other: ProtoContract): boolean {
  if (one.system !== other.system) return false;
  const services = shared(namesOf(one.services), namesOf(other.services));
  const messages = shared(namesOf(one.messages), namesOf(other.messages));
  if (services > 0 || one.package !== '') return services + messages > 0;
  const fewest = Math.min(one.messages.length, other.messages.length);
  return baseOf(one.file) === baseOf(other.file) && fewest > 1 && messages * 2 > fewest;
}

const baseOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1);
