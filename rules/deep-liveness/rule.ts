import { deployedOf, defineRule } from '../../src/lint/kit.ts';
import type { Container, Probe } from '../../src/model/deployment.ts';
import type { Effect, Model, Operation } from '../../src/model/model.ts';

export default defineRule({
  id: 'deep-liveness',
  group: 'running',
  tier: 'proven',
  summary: 'A liveness probe asks the process about itself, and nobody else.',
  why: 'Kubernetes restarts what fails its liveness probe. When that probe asks the database, a database that is slow for a minute restarts every instance of every service at once; all of them come back cold, reconnect together, and keep the database down. A restart never repairs somebody else’s fault.',
  decided:
    'The path that a livenessProbe of Kubernetes asks, or that its command fetches, is followed to the operation of the service that answers it. It is violated when that operation, helpers and Terminus indicators included, reads a store, publishes, or calls another service.',
  notReported: [
    'readiness and startup probes: those may ask what the service needs',
    'healthchecks of compose and Docker: under plain compose they restart nothing',
    'probes over TCP and gRPC',
    'an operation that was not found, or whose effects were not understood: nothing is said',
    'indicators of memory and disk',
  ],
  remedy: 'Let liveness answer 200 as long as the process runs; move the questions to the readiness probe',
  sources: [
    'Kubernetes documentation: Liveness, Readiness, and Startup Probes, caution on liveness probes',
    'Google SRE Book, chapter 22: Addressing Cascading Failures',
    'Hirschberg, Kubernetes liveness probes are dangerous (2019)',
  ],
  messages: {
    deep: ({ service, what }: { service: string; what: string }) => `The liveness probe of ${service} ${what}`,
  },
  *check(model, say) {
    for (const { name } of model.services) {
      const seen = new Set<string>();
      for (const container of deployedOf(model, name)) {
        const probe = probeOf(container);
        const path = probe && pathOf(probe);
        if (!probe || path === undefined || seen.has(path)) continue;
        seen.add(path);
        const operation = operationAt(model, name, path);
        const effect = operation?.effects.find((one) => isDeep(one, name));
        if (!operation || !effect) continue;
        yield say(
          'deep',
          { service: name, what: doingOf(effect) },
          {
            at: probe.at,
            related: [
              { ...operation.evidence[0], label: operation.name },
              ...effect.trail.map((place, index) => ({ ...place, depth: index + 1 })),
            ],
            services: [name],
            subject: [name, path],
          },
        );
      }
    }
  },
});

const probeOf = ({ probes }: Container): Probe | undefined => probes.find(({ kind }) => kind === 'liveness');

/** The path asked, also by a command that fetches it from its own machine. */
const pathOf = ({ check }: Probe): string | undefined =>
  (/^GET (\/[^\s?#]*)/.exec(check) ??
    /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::\S+?)?(\/[^\s?#"']*)/.exec(check))?.[1];

const plain = (path: string): string => path.replace(/\/+$/, '') || '/';

function operationAt({ operations }: Model, service: string, path: string): Operation | undefined {
  const answers = operations.filter(
    (operation) =>
      operation.service === service && operation.trigger === 'http' && /^(?:GET|ANY|ALL)\s/.test(operation.name),
  );
  const pathOfOperation = ({ name }: Operation): string => plain(name.replace(/^\w+\s+/, ''));
  return answers.find((operation) => pathOfOperation(operation) === plain(path));
}

const isDeep = (effect: Effect, service: string): boolean =>
  effect.kind === 'data' ||
  effect.kind === 'publish' ||
  (effect.kind === 'call' && effect.to !== service) ||
  (effect.kind === 'external' && effect.library.startsWith('@nestjs/terminus'));

function doingOf(effect: Effect): string {
  switch (effect.kind) {
    case 'data':
      return `asks its database (${effect.engine})`;
    case 'publish':
      return 'publishes a message';
    case 'call':
      return `calls ${effect.to ?? effect.target}`;
    case 'external':
      return `asks others (${/(\w+HealthIndicator)/.exec(effect.library)?.[1] ?? effect.library})`;
  }
}
