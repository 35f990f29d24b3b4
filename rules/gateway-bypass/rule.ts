import { defineRule, gatewaysOf, groupBy, serviceNamed, unique } from '../../src/lint/kit.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Exposure } from '../../src/model/exposure.ts';
import type { Model } from '../../src/model/model.ts';

export default defineRule({
  id: 'gateway-bypass',
  group: 'calls',
  tier: 'proven',
  summary: 'What a gateway fronts is reached through it alone.',
  why: 'A gateway checks tokens, limits rates, and hides what is not public. A second way in has none of that: whoever finds the port talks to a service that trusts each caller, and clients that learn its address cannot be moved any more.',
  decided:
    'A service that a gateway of the workspace forwards to or calls is looked up in the manifests. It is violated where one of them publishes it besides: a port of the host in compose, a NodePort, a LoadBalancer, an Ingress; or where a front end holds its own address.',
  notReported: [
    'ports that only the machine itself can reach (127.0.0.1)',
    'compose profiles, overrides and files for development, debugging or tests, and containers that run with a watcher',
    'ports in compose of what Kubernetes manifests deploy: compose is for the developer’s machine there',
    'front ends and gateways themselves',
    'ports of what takes messages from a broker alone: nothing listens there',
    'an Ingress or ports where the gateway itself is not deployed: they stand in its place',
  ],
  remedy: 'Take the published port away, and let the gateway reach the service over the internal network',
  sources: [
    'Richardson, Microservices Patterns, chapter 8: External API patterns',
    'Newman, Building Microservices, 2nd edition, chapter 11: Security, Zero trust and its perimeter',
    'Docker documentation: Networking in Compose',
  ],
  looksAt: 'way in',
  wrong:
    'A port that a firewall closes looks open. Bind it to 127.0.0.1, or publish it in a profile or an override for development.',
  commands: [
    "docker compose config --format json | jq '.services | map_values(.ports)'",
    'kubectl get services,ingresses --all-namespaces',
  ],
  messages: {
    published: (d: { service: string; gateway: string; how: string }) =>
      `${d.service} stands behind ${d.gateway}, and is open to the outside as well: ${d.how}`,
    called: (d: { service: string; gateway: string; caller: string }) =>
      `${d.caller} calls ${d.service} past ${d.gateway}`,
  },
  *check(model, say) {
    for (const [service, front] of frontedIn(model)) {
      const { gateway, evidence } = front;
      const behind = { ...evidence, label: `${gateway} → ${service}` };
      for (const [first, ...others] of groupBy(
        exposuresOf(model, service, gateway),
        ({ how, source }) => `${how} ${source}`,
      )) {
        if (!first || (first.how === 'host port' && opensNoPort(model, service))) continue;
        const all = unique([first, ...others].map(({ what }) => what));
        yield say(
          'published',
          { service, gateway, how: `${first.how} ${all.slice(0, 3).join(', ')}` },
          {
            at: first.evidence,
            related: [behind, ...others.map((other) => ({ ...other.evidence, label: other.what }))],
            services: [service, gateway],
            subject: [service, first.how, first.source],
          },
        );
      }
      for (const { service: caller, evidence: at } of directCalls(model, service))
        yield say(
          'called',
          { service, gateway, caller },
          { at, related: [behind], services: [caller, service, gateway], subject: [caller, service] },
        );
    }
  },
});

const PROBE = /\/(?:healthz?|livez?|readyz?|ping|health\/\w+)$/i;

type Front = { readonly gateway: string; readonly evidence: Evidence };

/** Services behind a gateway, each with the first one. */
function frontedIn(model: Model): ReadonlyMap<string, Front> {
  const gateways = gatewaysOf(model);
  const fronted = new Map<string, Front>();
  for (const { from, to, kind, operation, evidence } of model.edges) {
    const isFront = kind === 'sync' && gateways.has(from) && !gateways.has(to) && !PROBE.test(operation ?? '');
    if (isFront && serviceNamed(model, to)?.kind === 'service' && !fronted.has(to))
      fronted.set(to, { gateway: from, evidence: evidence[0] });
  }
  return fronted;
}

/** Ways in that stand open where the gateway stands too: what replaces it elsewhere is no way past it. */
function exposuresOf(model: Model, service: string, gateway: string): readonly Exposure[] {
  const own = sourcesOf(model, service);
  const front = sourcesOf(model, gateway);
  const isBeside = ({ source }: Exposure): boolean => front.size === 0 || front.has(source);
  const isForDevelopers = ({ source }: Exposure): boolean => source === 'compose' && own.has('kubernetes');
  return model.exposure.filter(
    (one) => one.service === service && !one.isForDebugging && isBeside(one) && !isForDevelopers(one),
  );
}

const BROKERS = new Set(['kafka', 'rabbitmq', 'nats', 'redis', 'mqtt']);

/** An application of Nest that hears over a broker, and neither answers requests nor listens over anything else. */
function opensNoPort({ messaging, operations }: Model, service: string): boolean {
  const servers = messaging.servers.filter((one) => one.service === service);
  return (
    servers.length > 0 &&
    servers.every(({ transport }) => BROKERS.has(transport)) &&
    !operations.some((one) => one.service === service && (one.trigger === 'http' || one.trigger === 'rpc'))
  );
}

/** What deploys a service. */
const sourcesOf = (model: Model, service: string): ReadonlySet<string> =>
  new Set(
    model.deployment.containers.flatMap((one) =>
      one.service === service ? [one.source === 'helm' ? 'kubernetes' : one.source] : [],
    ),
  );

/** Addresses of a service that code of a front end holds, each file once. */
const directCalls = (model: Model, service: string) =>
  groupBy(
    model.endpoints.filter(
      (one) => one.to === service && !one.isDefault && serviceNamed(model, one.service)?.kind === 'frontend',
    ),
    ({ service: caller }) => caller,
  ).flatMap(([first]) => first ?? []);
