import type { Service, ServiceName } from '../../../model/model.ts';
import type { TextOption } from '../types.ts';
import { addressOf, isLocalHost } from './address.ts';
import type { Board } from './board.ts';

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Words that say only that something is an address or is built with some tool, and never whose. */
const GENERIC = setOf(
  'url uri host hostname port addr address endpoint base baseurl origin ip http https grpc rpc tcp ' +
    'service services svc microservice ms prefix v1 v2 next public vite react nuxt expo internal prod dev ' +
    'local',
);
/** Words that mostly say as little, but by which some services go. */
const FILLER = new Set([
  ...GENERIC,
  ...setOf('api server app backend client domain path root name target connection location link website default'),
]);
const API = setOf('api');

const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

const plain = (words: readonly string[]): string => words.map((word) => word.replace(/s$/, '')).join('');

/** Words that most services carry in their names, as `acme` in `acme-orders` and `acme-users`. */
const sharedWordsOf = (services: readonly Service[]): ReadonlySet<string> => {
  const count = new Map<string, number>();
  for (const { name } of services)
    for (const word of new Set(wordsOf(name))) count.set(word, (count.get(word) ?? 0) + 1);
  return new Set([...count].filter(([, times]) => times > 1 && times * 3 >= services.length * 2).map(([word]) => word));
};

const without = (words: readonly string[], ...sets: readonly ReadonlySet<string>[]): readonly string[] =>
  words.filter((word) => !sets.some((set) => set.has(word)));

/** What is left of a name without what others have too and words that rarely tell; where that is nothing, with some of them. */
const kernelOf = (name: string, shared: ReadonlySet<string>): string => {
  const words = wordsOf(name);
  const kept = [[shared, FILLER], [shared, GENERIC, API], [shared, GENERIC], [FILLER], [GENERIC]].map((sets) =>
    without(words, ...sets),
  );
  return plain(kept.find((left) => left.length > 0) ?? []);
};

/** Whether a variable speaks of an address at all: `client` is a thing of the program, `CLIENT_URL` is an address. */
const isAddress = (name: string): boolean =>
  /(?:url|uri|host|addr|endpoint|base|service|svc|origin|server|api|port|target|client)/i.test(name) &&
  !(FILLER.has(name.toLowerCase()) && !GENERIC.has(name.toLowerCase()));

/** `serverUrl` is what a function calls any address that it is handed; `SERVER_URL` is set for one that goes by that name. */
const isAnybodys = (name: string): boolean =>
  name !== name.toUpperCase() && wordsOf(name).every((word) => FILLER.has(word));

/** The one service whose name a variable carries: `ORDERS_SERVICE_URL` speaks of `orders`. */
export const serviceNamedBy = (
  names: readonly string[],
  services: readonly Service[],
  from: ServiceName,
): ServiceName | undefined => {
  const shared = sharedWordsOf(services);
  for (const name of names) {
    const kernel = kernelOf(name, shared);
    if (kernel === '' || !isAddress(name) || isAnybodys(name)) continue;
    const found = services.filter((service) => service.name !== from && kernelOf(service.name, shared) === kernel);
    if (found.length === 1) return found[0]?.name;
  }
  return undefined;
};

/** Whom an address names; `ORDERS_URL || 'http://localhost:3001'` by its variable, whoever else listens there. */
export const serviceMeant = (
  { text, unset }: TextOption,
  { units, services }: Board,
  from: ServiceName,
): ServiceName | undefined => {
  const { host, port } = addressOf(text);
  if (host === undefined) return undefined;
  const named = unset !== undefined && isLocalHost(host) ? serviceNamedBy(unset, services, from) : undefined;
  return named ?? units.serviceAt(host, port, from);
};
