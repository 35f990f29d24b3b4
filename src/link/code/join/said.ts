import { folderOf } from '../../../model/paths.ts';
import type { FactKind, FactOf } from '../../../model/fact.ts';
import { isTest } from '../../../model/aside.ts';
import type { ServiceName } from '../../../model/model.ts';
import type { FactIndex, Units } from '../../types.ts';
import type { BindingDeed } from '../types.ts';

/** What settings of applications in other languages say, with the services they speak for. */
export type Said = {
  readonly addresses: readonly SaidBy<'address'>[];
  readonly bindings: readonly SaidBy<'binding'>[];
  /** Queues with the exchanges that feed them, as the broker itself is set up. */
  readonly brokers: readonly BindingDeed[];
  readonly relays: readonly { readonly file: string; readonly fact: FactOf<'relay'> }[];
  /** What a variable is set to in the containers of other software: `${DATABASE_HOSTNAME}` of a connector. */
  readonly valuesElsewhere: (name: string) => readonly string[];
  /** The variables that a service's code asks for by name; undefined where none could be told. */
  readonly asked: (service: ServiceName) => ReadonlySet<string> | undefined;
  /** Whether a service has settings of that kind, and so is not, or not only, written in TypeScript. */
  readonly has: (service: ServiceName) => boolean;
};
export type SaidBy<K extends FactKind> = {
  readonly service: ServiceName;
  readonly file: string;
  readonly fact: FactOf<K>;
};

export function saidIn(index: FactIndex, units: Units): Said {
  const servers = configServersIn(index, units);
  const speakers = (file: string, of: string | undefined): readonly ServiceName[] => {
    if (isTest(file)) return [];
    if (of !== undefined) return [serviceNamed(of, units)].filter((name) => name !== undefined);
    if (servers.has(folderOf(file))) return [];
    return units.ownersOf(file).flatMap((owner) => ('context' in owner ? [owner.name] : []));
  };
  const addresses = index
    .ofKind('address')
    .flatMap(({ file, fact }) => speakers(file, fact.of).map((service) => ({ service, file, fact })));
  const bindings = index
    .ofKind('binding')
    .flatMap(({ file, fact }) => speakers(file, fact.of).map((service) => ({ service, file, fact })));
  const named = index.ofKind('application-name').flatMap(({ file }) => speakers(file, undefined));
  const connected = index.ofKind('connection').flatMap(({ file, fact }) => speakers(file, fact.of));
  const speaking = new Set([...[...addresses, ...bindings].map(({ service }) => service), ...named, ...connected]);
  const asked = new Map<ServiceName, Set<string>>();
  for (const { file, fact } of index.ofKind('variables'))
    for (const service of speakers(file, undefined))
      asked.set(service, new Set([...(asked.get(service) ?? []), ...fact.names]));
  for (const service of showing(index, units)) speaking.add(service);
  const brokers = index.ofKind('broker-binding').map(({ fact }) => ({
    queue: fact.destination,
    exchange: fact.source,
    keys: fact.key === undefined ? [] : [fact.key],
  }));
  return {
    addresses,
    bindings,
    brokers,
    relays: index.ofKind('relay'),
    valuesElsewhere: (name) =>
      index
        .ofKind('container')
        .flatMap(({ fact }) => fact.env.flatMap((one) => (one.name === name ? (one.value ?? []) : []))),
    asked: (service) => asked.get(service),
    has: (service) => speaking.has(service),
  };
}

/** `orders-service.yml` and `orders-service-prod.yml` are for the service of that name. */
function serviceNamed(of: string, units: Units): ServiceName | undefined {
  const names = new Set([of, of.replace(/-[^-]+$/, '')].map((name) => name.toLowerCase()));
  return units.services.find(({ name }) => names.has(name.toLowerCase()))?.name;
}

/** Folders from which a configuration server hands files to several services: what is shared there speaks for none. */
function configServersIn(index: FactIndex, units: Units): ReadonlySet<string> {
  const served = new Map<string, Set<ServiceName>>();
  for (const { file, fact } of [...index.ofKind('address'), ...index.ofKind('connection'), ...index.ofKind('route')]) {
    const of = fact.kind === 'route' ? (fact.via === 'settings' ? fact.gateway : undefined) : fact.of;
    const service = of === undefined ? undefined : serviceNamed(of, units);
    if (service === undefined || units.ownersOf(file).some(({ name }) => name === service)) continue;
    served.set(folderOf(file), (served.get(folderOf(file)) ?? new Set()).add(service));
  }
  return new Set(served.keys());
}

/** Services of which all that can be read are scripts for a browser, in a folder of what is served as it lies. */
function showing(index: FactIndex, units: Units): readonly ServiceName[] {
  const served = new Map<ServiceName, boolean>();
  for (const file of index.modules)
    for (const { name } of isTest(file) ? [] : units.ownersOf(file))
      served.set(
        name,
        (served.get(name) ?? true) && /\/(?:static|public|wwwroot|assets|resources|templates|webapp)\//.test(file),
      );
  return [...served].flatMap(([name, isServed]) => (isServed ? [name] : []));
}
