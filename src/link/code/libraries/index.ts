import type { Library } from '../types.ts';
import { convict, envVar, nestConfig, registerAs } from './config.ts';
import { containers } from './containers.ts';
import { globalFetch, httpClients } from './http.ts';
import { kafka } from './kafka.ts';
import { nats } from './nats.ts';
import { nestClients } from './nest-clients.ts';
import { proxies } from './proxies.ts';
import { aws, bull, pgBoss } from './queues.ts';
import { rabbit } from './rabbit.ts';
import { routers } from './routers.ts';

const LIBRARIES: readonly Library[] = [
  globalFetch,
  httpClients,
  routers,
  proxies,
  nestClients,
  containers,
  nestConfig,
  registerAs,
  convict,
  envVar,
  kafka,
  rabbit,
  nats,
  bull,
  pgBoss,
  aws,
];

const byName = new Map<string, readonly Library[]>();

const speaksOf = (library: Library, name: string): boolean =>
  typeof library.packages === 'function' ? library.packages(name) : library.packages.includes(name);

/** The recognisers of a package. */
export const libraryFor = (name: string): readonly Library[] => {
  const known = byName.get(name);
  if (known) return known;
  const found = LIBRARIES.filter((library) => speaksOf(library, name));
  byName.set(name, found);
  return found;
};
