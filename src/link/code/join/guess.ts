import type { Service, ServiceName } from '../../../model/model.ts';

const FILLER = new Set([
  'url',
  'uri',
  'host',
  'hostname',
  'port',
  'addr',
  'address',
  'endpoint',
  'base',
  'api',
  'service',
  'services',
  'svc',
  'origin',
  'http',
  'https',
  'grpc',
  'internal',
  'server',
  'microservice',
  'ms',
  'prod',
  'dev',
  'local',
  'domain',
  'path',
  'root',
  'app',
  'backend',
  'rpc',
  'tcp',
  'baseurl',
  'client',
  'public',
  'next',
  'vite',
  'react',
  'ip',
  'name',
  'prefix',
  'target',
  'connection',
  'v1',
  'v2',
  'location',
  'link',
  'website',
  'default',
]);

const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

const plain = (words: readonly string[]): string => words.map((word) => word.replace(/s$/, '')).join('');

const kernelOf = (name: string): string => plain(wordsOf(name).filter((word) => !FILLER.has(word)));

/** Whether a variable speaks of an address at all. */
const isAddress = (name: string): boolean =>
  /(?:url|uri|host|addr|endpoint|base|service|svc|origin|server|api|port|target|client)/i.test(name);

/** The one service whose name a variable carries: `ORDERS_SERVICE_URL` speaks of `orders`. */
export const serviceNamedBy = (
  names: readonly string[],
  services: readonly Service[],
  from: ServiceName,
): ServiceName | undefined => {
  for (const name of names) {
    const kernel = kernelOf(name);
    if (kernel === '' || !isAddress(name)) continue;
    const found = services.filter((service) => service.name !== from && kernelOf(service.name) === kernel);
    if (found.length === 1) return found[0]?.name;
  }
  return undefined;
};

export { kernelOf };
