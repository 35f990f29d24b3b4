import type { Capture } from '../model/captures.ts';
import type { FactOf } from '../model/fact.ts';
import type { ServiceName, Store } from '../model/model.ts';
import type { FactIndex } from './types.ts';

/** What connectors of the workspace capture, by the stores whose address they are given. */
export const capturesOf = (index: FactIndex, stores: readonly Store[]): readonly Capture[] =>
  index.ofKind('relay').flatMap(({ file, fact }): readonly Capture[] => {
    const services = sourcesOf(index, stores, fact);
    // Nobody can tell whose tables are meant, if not even their names are listed.
    if (services === undefined && fact.tables === undefined) return [];
    const [line, column] = fact.at;
    return [
      {
        ...(services ? { services } : {}),
        ...(fact.tables ? { tables: fact.tables } : {}),
        evidence: [{ file, line, column, basis: 'declared', note: 'change-data-capture' }],
      },
    ];
  });

/** The services that use a store at the connector's address; undefined where no store is known to be there. */
function sourcesOf(
  index: FactIndex,
  stores: readonly Store[],
  { host, database }: FactOf<'relay'>,
): readonly ServiceName[] | undefined {
  const hosts = new Set(filled(index, host).map(hostIn));
  const names = filled(index, database);
  const found = stores.filter(({ id }) => {
    const [at = '', name] = id.slice(id.indexOf(':') + 1).split('/');
    return hosts.has(hostIn(at)) && (names.length === 0 || name === undefined || names.includes(name));
  });
  return found.length > 0 ? [...new Set(found.flatMap(({ usedBy }) => usedBy))] : undefined;
}

/** `${DATABASE_HOST}` and `${env:DATABASE_HOST}` stand for what the containers are given. */
function filled(index: FactIndex, text: string | undefined): readonly string[] {
  const name = /^\$\{(?:env:)?(\w+)(?::[^}]*)?\}$/.exec(text ?? '')?.[1];
  if (name === undefined) return text === undefined ? [] : [text];
  return index
    .ofKind('container')
    .flatMap(({ fact }) => fact.env.flatMap((one) => (one.name === name ? (one.value ?? []) : [])));
}

/** `rs0/mongo:27017` and `mongodb://u:p@mongo/shop` are both `mongo`. */
const hostIn = (address: string): string =>
  address
    .replace(/^[\w+.-]+:\/\/(?:[^@/]*@)?/, '')
    .replace(/^\w+\/(?=[\w.-]+:\d)/, '')
    .replace(/[:/?,].*$/, '');
