import type { Evidence } from '../../model/evidence.ts';
import type { Service } from '../../model/model.ts';
import { isWithin } from '../../model/paths.ts';
import type { EnvValue, FactIndex, Resolved, StoreOpening, Units } from '../types.ts';
import { engineOf } from './address.ts';
import { connectionOpeningsOf } from './connections.ts';
import { engineAtOf, engineIn, type EngineAt } from './engines.ts';

/** Databases of services that are not written in TypeScript or JavaScript, as their settings alone tell. */
export function foreignOpeningsOf(units: Units, index: FactIndex): readonly StoreOpening[] {
  const engineAt = engineAtOf(index);
  const foreign = units.services.filter((service) => isForeign(service, index));
  return foreign.flatMap((service) => {
    const declared = connectionOpeningsOf(service, units, index);
    return declared.length > 0 ? declared : fromVariables(service, units, engineAt);
  });
}

const isForeign = ({ path, kind }: Service, index: FactIndex): boolean =>
  kind !== 'frontend' &&
  !index.ofKind('package').some(({ file }) => isWithin(file, path) && !file.slice(path.length + 1).includes('/')) &&
  !index.modules.some((file) => path !== '' && isWithin(file, path) && /\.[cm]?tsx?$/.test(file));

const url = /^(?:jdbc:)?(postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|sqlserver|cassandra):\/\//i;
/** An address that names a server and no database of it. */
const serverAlone = /^[^/]+:\/\/[^/?#]+\/?(?:[?#]|$)/;
const urlName = /^(.*?)_?(?:CONNECTION_)?(?:URI|URL|DSN|STRING)$/i;
const hostName = /^(.*?)_?(?:HOST(?:NAME)?|ADDR(?:ESS)?|SERVER|PRIMARY_IP|INSTANCE_NAME|ENDPOINT|CONNECTION_STRING)$/i;

function fromVariables(service: Service, units: Units, engineAt: EngineAt): readonly StoreOpening[] {
  const environment = units.environmentOf(service.name);
  const openings = new Map<string, StoreOpening>();
  const names = environment.names();
  /** `MONGO_DATABASE` beside `MONGO_URI` or `MONGO_HOST`. */
  const databaseBeside = (prefix: string | undefined): Pick<Given, 'database'> => {
    const beside = new RegExp(`^${escaped(prefix ?? '')}_?(?:DB|DATABASE|DB_?NAME|DATABASE_NAME|NAME)$`, 'i');
    const name = prefix === undefined ? undefined : names.find((other) => beside.test(other));
    return name === undefined ? {} : { database: environment.valuesOf(name) };
  };
  for (const name of names) {
    const values = environment.valuesOf(name);
    const scheme = values.map(({ value }) => url.exec(value ?? '')?.[1]).find((found) => found !== undefined);
    const prefix = hostName.exec(name)?.[1];
    if (scheme !== undefined) {
      const isAlone = values.every(({ value }) => value === undefined || serverAlone.test(value));
      const database = isAlone ? databaseBeside(urlName.exec(name)?.[1]) : {};
      openings.set(name, openingOf(service, engineOf(scheme), { url: values, ...database }));
    } else if (prefix !== undefined && !openings.has(prefix)) {
      const engine = engineIn(name) ?? values.map(({ value }) => engineAt(value)).find(Boolean);
      if (engine === undefined || values.every(({ value }) => value === undefined)) continue;
      openings.set(prefix, openingOf(service, engine, { host: values, ...databaseBeside(prefix) }));
    }
  }
  return [...openings.values()];
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

type Given = { readonly [K in 'url' | 'host' | 'database']?: readonly EnvValue[] };

function openingOf(service: Service, engine: string, given: Given): StoreOpening {
  const part = (values: readonly EnvValue[] | undefined): readonly Resolved[] | undefined => values?.map(resolvedOf);
  const [first] = [...(given.url ?? []), ...(given.host ?? [])].map(({ evidence }): Evidence => evidence);
  const [address, host, database] = [part(given.url), part(given.host), part(given.database)];
  return {
    service: service.name,
    engine,
    role: 'data',
    ...(address ? { url: address } : {}),
    ...(host ? { host } : {}),
    ...(database ? { database } : {}),
    tables: [],
    evidence: [first ?? service.evidence[0]],
  };
}

const resolvedOf = ({ deployment, value, reference, evidence }: EnvValue): Resolved => ({
  ...(value === undefined ? {} : { text: value }),
  ...(reference === undefined ? {} : { reference }),
  env: evidence.note === undefined ? [] : [evidence.note],
  deployment,
  evidence: [evidence],
});
