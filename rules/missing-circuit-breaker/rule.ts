import {
  clientKeyOf,
  defineRule,
  groupBy,
  isProbe,
  isToolingFile,
  listOf,
  policiesFor,
  reachedNames,
  siteOf,
  unique,
} from '../../src/lint/kit.ts';
import type { MadeCall } from '../../src/lint/kit.ts';
import type { Model } from '../../src/model/model.ts';

export default defineRule({
  id: 'missing-circuit-breaker',
  group: 'calls',
  tier: 'local-absence',
  optIn: true,
  summary: 'A service that is down is not asked by every request.',
  why: 'While a service is down, each request to its callers still tries it and waits for the deadline. A few dozen of them hold every worker and connection, and callers go down that need that service for a part of their work only.',
  decided:
    'For each client that handlers of requests wait on, a circuit breaker or a bulkhead is looked for around the call: opossum, cockatiel, brakes and their kin, a decorator, p-limit and other limits of how many ask at once, and outlier detection, connection pools or failure accrual of a mesh that is configured here.',
  notReported: [
    'calls of jobs, consumers and at start: no user waits for them',
    'calls that a browser makes, and routes of nginx, Kong and other gateways',
    'clients that are handed in, of which only the type is known: undecided',
    'services in a mesh that is configured elsewhere, and calls through a sidecar: undecided',
  ],
  remedy: 'Put a breaker around the client, with a fallback where one can do without the answer',
  looksAt: 'call',
  sources: [
    'Nygard, Release It!, 2nd edition, chapter 5: Circuit Breaker, Bulkheads',
    'Richardson, Microservices Patterns, chapter 3: Handling partial failure',
    'Istio documentation: Circuit breaking',
  ],
  wrong:
    'A breaker of a package outside this repository, or of a mesh that is configured elsewhere and leaves no label here, cannot be seen.',
  messages: {
    open: ({ service, targets }: { service: string; targets: readonly string[] }) =>
      `${service} asks ${listOf(targets)} with neither circuit breaker nor bulkhead`,
  },
  *check(model, say) {
    const unguarded = requestedCalls(model).filter((one) => !isGuarded(model, one));
    for (const [first, ...others] of groupBy(unguarded, clientKeyOf)) {
      if (!first) continue;
      const { service, call } = first;
      const all = [first, ...others];
      const why = elsewhere(model, all);
      if (why) {
        yield { undecided: why, at: siteOf(call), services: [service] };
        continue;
      }
      const targets = reachedNames(all);
      yield say(
        'open',
        { service, targets },
        {
          at: siteOf(call),
          related: call.waiting?.client ? [{ ...call.waiting.client, label: 'client' }] : [],
          services: unique([service, ...all.flatMap((one) => one.call.to ?? [])]),
          subject: [service, call.waiting?.client?.file ?? siteOf(call).file, ...targets.toSorted()],
        },
      );
    }
  },
});

/** Routes of nginx, Kong and their kin are theirs to guard; they leave out servers that fail by themselves. */
const isInCode = (file: string): boolean => /\.[cm]?[jt]sx?$/.test(file) && !isToolingFile(file);

/** Calls that somebody’s request waits for. */
const requestedCalls = (model: Model): readonly MadeCall[] => {
  const frontends = new Set(model.services.flatMap(({ name, kind }) => (kind === 'frontend' ? [name] : [])));
  return model.operations.flatMap(({ service, id, trigger, effects }) =>
    (trigger !== 'http' && trigger !== 'rpc') || frontends.has(service)
      ? []
      : effects.flatMap((call): readonly MadeCall[] =>
          call.kind === 'call' &&
          !call.around.detached &&
          !isProbe({ call, operation: id }) &&
          isInCode(siteOf(call).file)
            ? [{ service, call, operation: id }]
            : [],
        ),
  );
};

/** Hand-written ones are told by the name of the file that the call goes through. */
const isGuarded = (model: Model, { call }: MadeCall): boolean =>
  (call.waiting?.guards?.length ?? 0) > 0 ||
  policiesFor(model, call).some(({ breaker, bulkhead }) => breaker || bulkhead) ||
  call.trail.some(({ file }) => /breaker|bulkhead|resilien/i.test(file.replace(/^.*\//, '')));

const SIDECARS = /^(?:dapr|moleculer)/;

function elsewhere(model: Model, calls: readonly MadeCall[]): string | undefined {
  if (calls.every(({ call }) => call.waiting?.isHandedIn)) return 'what its client is made with';
  if (calls.every(({ call }) => SIDECARS.test(call.protocol))) return 'a breaker that its broker or sidecar may have';
  if (model.traffic.meshes.length > 0 && calls.every(({ call }) => call.to !== undefined))
    return 'a breaker that the mesh may have';
  return undefined;
}
