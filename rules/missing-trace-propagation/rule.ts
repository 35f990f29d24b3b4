import { containersOf, defineRule, grouped, indexOf, libraryOf, operationsOf, traitsOf } from '../../src/lint/kit.ts';
import { comparePlaces, type Evidence } from '../../src/model/evidence.ts';
import type { Effect, Model } from '../../src/model/model.ts';
import { addsTracing, traces } from './tracing.ts';

export default defineRule({
  id: 'missing-trace-propagation',
  group: 'running',
  tier: 'local-absence',
  summary: 'What one request causes elsewhere can be found by an id that travels along.',
  why: 'A request that failed in the fourth service left a line in the log of each. Without an id that all of them wrote, nobody can tell which lines belong together: the search goes by time stamps, takes hours, and the slow call in the middle is never found at all.',
  decided:
    'A service that calls another one of the workspace, or publishes a message, is violated when its code starts no OpenTelemetry and no tracing agent, none is loaded by --require or --import, and nothing in it speaks of `traceparent`, a correlation id or a request id. One finding for a service, at its first call or message.',
  notReported: [
    'front ends, and services that ask nobody',
    'proxies that hand on the headers they are given, health checks, and messages of a service to itself',
    'frameworks that carry an id along by themselves: Moleculer, Encore',
    'containers that an operator, a mesh or Dapr may trace (instrumentation annotations, injected sidecars): unknown',
    'an id that is read but not passed on: it is taken for passed on',
    'code of other languages',
  ],
  remedy:
    'Start OpenTelemetry before everything else: node --import @opentelemetry/auto-instrumentations-node/register main.js',
  looksAt: 'service',
  sources: [
    'W3C Recommendation: Trace Context',
    'OpenTelemetry documentation: JavaScript, Context propagation',
    'Richardson, Microservices Patterns, chapter 11: Distributed tracing',
  ],
  messages: {
    lost: ({ service, to }: { service: string; to: string }) =>
      `${service} ${to} and passes no trace or correlation id along`,
  },
  *check(model, say) {
    for (const { name, kind, path } of model.services) {
      const traits = traitsOf(model, name);
      if (!traits || traits.code !== 'read' || kind === 'frontend') continue;
      const isTraced =
        libraryOf(traits, traces) ?? traits.preloads.find(({ name: loaded }) => addsTracing.test(loaded));
      const leaving = isTraced || traits.marks.includes('correlation') ? undefined : firstOf(model, name, path);
      if (!leaving) continue;
      const at = placeOf(leaving, path);
      const end = leaving.trail.at(-1) ?? at;
      const services = [name];
      const injected = injectedInto(model, name) ?? libraryOf(traits, /^@dapr\//)?.name;
      if (injected !== undefined) {
        yield { undecided: `${injected} may pass it along`, at, services };
        continue;
      }
      yield say(
        'lost',
        { service: name, to: doingOf(leaving) },
        {
          at,
          related: end === at ? [] : [{ ...end, note: 'where it leaves' }],
          services,
          subject: [name],
          proof: [
            { about: 'leaves', text: doingOf(leaving), at },
            {
              about: 'looked for',
              text: `a tracing library: none of the ${traits.libraries.length} that are imported`,
            },
            { about: '', text: `one that is loaded before the program: none of ${traits.preloads.length}` },
            { about: '', text: 'traceparent, a correlation id, a request id: not spoken of' },
            { about: 'verdict', text: 'violated' },
          ],
        },
      );
    }
  },
});

/** A proxy hands on the headers it was given; a message to oneself stays in the house. */
function leaves(effect: Effect, service: string, own: ReadonlySet<string>): boolean {
  if (effect.kind === 'publish') return effect.channel === undefined || !own.has(effect.channel);
  return effect.kind === 'call' && effect.to !== undefined && effect.to !== service && effect.method !== 'ANY';
}

/** The last place in the service's own folder on the way to it. */
const placeOf = ({ trail }: Effect, folder: string): Evidence =>
  trail.findLast(({ file }) => file.startsWith(`${folder}/`)) ?? trail.at(-1) ?? trail[0];

/** The first, in the order of files, that leaves for another service. */
function firstOf(model: Model, service: string, folder: string): Effect | undefined {
  const own = new Set(ownChannels(model).get(service));
  return operationsOf(model, service)
    .filter(({ name }) => !/health/i.test(name))
    .flatMap(({ effects }) => effects.filter((effect) => leaves(effect, service, own)))
    .toSorted((a, b) => comparePlaces(placeOf(a, folder), placeOf(b, folder)))[0];
}

/** Channels that one service alone hears. */
const ownChannels = indexOf(({ channels }) =>
  grouped(
    channels.flatMap(({ id, consumedBy: [hearer, ...others] }) =>
      hearer !== undefined && others.every((other) => other === hearer) ? [[hearer, id] as const] : [],
    ),
  ),
);

const doingOf = (effect: Effect): string =>
  effect.kind === 'call' ? `calls ${effect.to ?? effect.target}` : 'publishes messages';

const injectors =
  /^(?:instrumentation\.opentelemetry\.io|sidecar\.istio\.io|linkerd\.io|dapr\.io|consul\.hashicorp\.com|admission\.datadoghq\.com|appmesh\.k8s\.aws|kuma\.io)\//;

/** What is put beside the process when it is deployed. */
const injectedInto = (model: Model, service: string): string | undefined =>
  containersOf(model, service)
    .flatMap(({ annotations }) => annotations)
    .find((annotation) => injectors.test(annotation));
