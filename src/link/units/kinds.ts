import type { DockerfileFact } from '../../model/fact/dockerfile.ts';
import type { Service } from '../../model/model.ts';
import { isWithin, joined } from '../../model/paths.ts';
import type { FactIndex } from '../types.ts';
import { hasFrontendLibrary, hasServerLibrary } from './candidates.ts';
import type { Group } from './groups.ts';
import { baseImageOf, isServerOfStatics, startOf } from './images.ts';
import type { Terrain } from './terrain.ts';

const proxies =
  /^(?:http-proxy(?:-middleware)?|express-http-proxy|express-gateway|fast-gateway|@fastify\/http-proxy|@fastify\/reply-from|koa-proxies|@apollo\/gateway|@graphql-mesh\/.*)$/;

/** What a service is to the others: a front end that is deployed, a gateway, a job, or a service. */
export function kindOf(group: Group, name: string, terrain: Terrain, index: FactIndex): Service['kind'] {
  if (group.isGateway) return 'gateway';
  const workloads = group.deployed.map(({ fact }) => fact.workload).filter((workload) => workload !== undefined);
  if (workloads.length > 0 && workloads.every((workload) => workload.endsWith('Job'))) return 'job';
  if (group.candidate?.isFrontend) return 'frontend';
  const fact = terrain.packageIn(group.folder);
  const docker = terrain.dockerfileAt(group.dockerfile ?? joined(group.folder, 'Dockerfile') ?? '');
  const servesStatics = docker !== undefined && isServerOfStatics(baseImageOf(docker));
  const hasRoutes = index
    .ofKind('route')
    .some(({ file, fact: route }) => route.via !== 'ingress' && isWithin(file, group.folder));
  if (fact && hasFrontendLibrary(fact) && !hasServerLibrary(fact) && !startsOther(docker)) return 'frontend';
  if (servesStatics) return hasRoutes ? 'gateway' : 'frontend';
  const dependsOnProxy = fact !== undefined && Object.keys(fact.dependencies).some((library) => proxies.test(library));
  return dependsOnProxy || /(?:gateway|\bbff\b|^gate$)/i.test(name) ? 'gateway' : 'service';
}

/** Whether the image starts something that is not JavaScript: a page rendered elsewhere that has its scripts beside it. */
const startsOther = (docker: DockerfileFact | undefined): boolean =>
  docker !== undefined &&
  /^(?:dotnet|java|python\d?|gunicorn|uvicorn|php|ruby|bundle|go|\/?[\w/]+\.jar)$/.test(startOf(docker)[0] ?? '');

/** A static server with neither pages nor routes of this workspace serves files, not people or services. */
export function isFileServer(group: Group, terrain: Terrain, index: FactIndex): boolean {
  if (group.isGateway) return false;
  const docker = terrain.dockerfileAt(group.dockerfile ?? joined(group.folder, 'Dockerfile') ?? '');
  if (!docker || !isServerOfStatics(baseImageOf(docker))) return false;
  const hasRoutes = index.ofKind('route').some(({ file }) => isWithin(file, group.folder));
  return !hasRoutes && terrain.packageIn(group.folder) === undefined && terrain.modulesIn(group.folder) === 0;
}
