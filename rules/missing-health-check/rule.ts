import {
  deployedOf,
  defineRule,
  imagesOf,
  isForDevelopment,
  libraryOf,
  operationsOf,
  traitsOf,
  unique,
} from '../../src/lint/kit.ts';
import type { Container } from '../../src/model/deployment.ts';
import type { Model } from '../../src/model/model.ts';
import type { Traits } from '../../src/model/traits.ts';
import { checksHealth, isHealthOperation } from './health.ts';

export default defineRule({
  id: 'missing-health-check',
  group: 'running',
  tier: 'local-absence',
  summary: 'Whoever runs a service can ask whether it is well.',
  why: 'A process that hangs looks just like one that works. Without something to ask, the platform keeps sending requests to an instance that has lost its database or is still starting, never restarts one that is stuck, and takes a broken release for a good one. People find out from customers.',
  decided:
    'A service that compose or Kubernetes runs is violated when none of its manifests has a healthcheck or probe, its Dockerfile has no HEALTHCHECK, and its code answers no health route, serves no gRPC health service and uses no library for it. A route counts by its path (`/health`, `/healthz`, `/live`, `/ready`, `/ping`, `/status`) or by the file that answers it; a banner at `/` does not. Of other languages the words in code and build files are looked at.',
  notReported: [
    'front ends, jobs, and services that no compose file or Kubernetes manifest runs: a probe may stand where they are deployed',
    'a health route that no probe asks: it is there to be asked',
    'code that speaks of a health path in a way that was not understood, or is not in the workspace: unknown',
    'software of others: databases, brokers, proxies',
  ],
  remedy: 'Answer GET /health/live and /health/ready, and let the manifest ask them',
  looksAt: 'service',
  sources: [
    'Kubernetes documentation: Configure Liveness, Readiness and Startup Probes',
    'Richardson, Microservices Patterns, chapter 11: Health check API',
    'Nygard, Release It!, 2nd edition, chapter 8: Interconnect, Health checks',
  ],
  messages: {
    unasked: ({ service, where }: { service: string; where: string }) =>
      `Nobody can ask whether ${service} is well: neither ${where} nor its code has a health check`,
  },
  *check(model, say) {
    for (const { name, kind } of model.services) {
      if (kind === 'frontend' || kind === 'job') continue;
      const containers = deployedOf(model, name).toSorted((a, b) => rankOf(a) - rankOf(b));
      const [first] = containers;
      const traits = traitsOf(model, name);
      if (!traits || isChecked(model, name, containers, traits)) continue;
      const image = imagesOf(model, name)[0];
      if (!first) {
        if (image) yield { undecided: 'no manifest here runs its image', at: image.evidence[0], services: [name] };
        continue;
      }
      const at = first.evidence[0];
      const isIdle = operationsOf(model, name).every(({ trigger }) => trigger === 'start');
      const undecided = unknownOf(containers, traits, isIdle);
      if (undecided !== undefined) {
        yield { undecided, at, services: [name] };
        continue;
      }
      const places = containers.map(({ evidence: [place] }) => place);
      yield say(
        'unasked',
        { service: name, where: sourceOf(containers) },
        {
          at,
          related: places.slice(1).map((place) => ({ ...place, note: 'no probe here either' })),
          services: [name],
          subject: [name],
          proof: [
            ...places.map((place) => ({ about: 'deployed', text: 'no healthcheck and no probe', at: place })),
            { about: 'image', text: 'HEALTHCHECK: not found' },
            { about: 'code', text: 'a health route, a gRPC health service, a library for it: not found' },
            { about: 'verdict', text: 'violated' },
          ],
        },
      );
    }
  },
});

const isChecked = (model: Model, name: string, containers: readonly Container[], traits: Traits): boolean =>
  containers.some(({ probes }) => probes.length > 0) ||
  imagesOf(model, name).some(({ hasHealthcheck }) => hasHealthcheck) ||
  libraryOf(traits, checksHealth) !== undefined ||
  operationsOf(model, name).some(isHealthOperation);

/** What keeps the verdict open. */
function unknownOf(
  containers: readonly Container[],
  { code, marks, isWhole, starts }: Traits,
  isIdle: boolean,
): string | undefined {
  if (containers.some(({ isOpen }) => isOpen)) return 'a template may put a probe in';
  if (code === 'none') return 'its code is not here';
  if (code === 'read' && starts.length === 0 && isIdle) return 'what it serves was not found';
  return marks.includes('health') || !isWhole ? 'its code may answer a health check' : undefined;
}

/** What is for development stands behind what is released. */
const rankOf = ({ evidence: [{ file }] }: Container): number => (isForDevelopment(file) ? 1 : 0);

const sourceOf = (containers: readonly Container[]): string => {
  const sources = unique(containers.map(({ source }) => (source === 'compose' ? 'compose' : 'Kubernetes')));
  return sources.join(' nor ');
};
