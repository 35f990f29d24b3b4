import type { ConnectionFact } from '../../model/fact/data.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Service } from '../../model/model.ts';
import { baseOf, isWithin } from '../../model/paths.ts';
import { plainNameOf } from '../units/names.ts';
import type { FactIndex, Resolved, StoreOpening, Units } from '../types.ts';

/** What Spring and .NET configuration says of a service's databases: in its folder, or under its name in a config server's. */
export function connectionOpeningsOf(service: Service, units: Units, index: FactIndex): readonly StoreOpening[] {
  const facts = index
    .ofKind('connection')
    .filter(({ file, fact }) => !/(?:^|\/)tests?\//.test(file) && isOf(service, file, fact));
  const byName = Map.groupBy(facts, ({ fact }) => fact.name);
  return [...byName.values()].flatMap((list) => {
    const [first] = list;
    return first ? [openingOf(service, list, first.fact, units)] : [];
  });
}

function isOf({ name, path }: Service, file: string, { of }: ConnectionFact): boolean {
  if (of !== undefined) return plainNameOf(of) === plainNameOf(name) || plainNameOf(of) === plainNameOf(baseOf(path));
  return path !== '' && isWithin(file, path);
}

type Found = { readonly file: string; readonly fact: ConnectionFact };

function openingOf(service: Service, list: readonly Found[], first: ConnectionFact, units: Units): StoreOpening {
  void units;
  const places = list.map(({ file, fact }): Evidence => ({
    file,
    line: fact.at[0],
    column: fact.at[1],
    basis: 'declared',
    note: fact.name,
  }));
  const part = (name: 'url' | 'host' | 'port' | 'database'): readonly Resolved[] =>
    list.flatMap(({ file, fact }, index) => {
      const [text, place] = [fact[name], places[index]];
      return text === undefined || place === undefined
        ? []
        : [{ text, env: [], deployment: baseOf(file), evidence: [place] }];
    });
  const [at = service.evidence[0], ...rest] = places;
  return {
    service: service.name,
    engine: first.engine,
    role: 'data',
    url: part('url'),
    host: part('host'),
    port: part('port'),
    database: part('database'),
    tables: [],
    evidence: [at, ...rest],
  };
}
