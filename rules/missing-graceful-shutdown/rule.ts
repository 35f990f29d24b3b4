import { containersOf, defineRule, libraryOf, operationsOf, traitsOf } from '../../src/lint/kit.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Model, Service } from '../../src/model/model.ts';
import type { Traits } from '../../src/model/traits.ts';
import { handlesSignals, proofOf } from './endings.ts';

export default defineRule({
  id: 'missing-graceful-shutdown',
  group: 'running',
  tier: 'local-absence',
  summary: 'A service that is told to stop finishes what it has begun.',
  why: 'Every deployment, scaling step and node drain ends old processes: the platform sends SIGTERM, waits, then kills. A process that does not listen is killed in the middle: requests in flight fail with connection resets, messages are worked on twice, transactions and locks stay open until they time out. It happens at every release, so users learn when you deploy.',
  decided:
    'A service that listens or consumes is violated when nothing in the code it runs handles SIGTERM: no `process.on("SIGTERM")` in a function that is reached, no `enableShutdownHooks()` of Nest, no library that does it. A handler in a shared helper counts for the services that call it. SIGINT alone does not count: that is Ctrl-C, not what a platform sends.',
  notReported: [
    'front ends, jobs and serverless functions: they end by themselves, or their platform ends them',
    'frameworks that handle signals themselves: Moleculer, Sails, LoopBack, Adonis, Temporal workers, Apollo Server alone',
    'libraries for it: terminus, lightship, stoppable, http-terminator, close-with-grace and the like',
    'a handler that only flushes telemetry: it is handled, though the server is not drained',
    'code of other languages, and services whose code is not in the workspace: unknown',
  ],
  remedy:
    'On SIGTERM stop accepting, finish what is in flight, close connections; in Nest call app.enableShutdownHooks()',
  looksAt: 'service',
  sources: [
    'The Twelve-Factor App, IX: Disposability',
    'Kubernetes documentation: Pod Lifecycle, Termination of Pods',
    'NestJS documentation: Lifecycle Events, Application shutdown',
  ],
  messages: {
    unheard: ({ service }: { service: string }) => `${service} does not hear SIGTERM: what it is doing is cut off`,
    interrupt: ({ service }: { service: string }) =>
      `${service} hears SIGINT but not SIGTERM, which is what platforms send`,
  },
  *check(model, say) {
    for (const service of model.services) {
      const traits = traitsOf(model, service.name);
      const start = traits && startOf(model, service, traits);
      if (!traits || !start) continue;
      const { name } = service;
      if (libraryOf(traits, handlesSignals) || traits.endings.some(({ by }) => isHandled(by, traits))) continue;
      if (traits.endings.some(({ by }) => by === 'signals') || (!traits.isWhole && traits.marks.includes('sigterm'))) {
        yield { undecided: 'signals are handled in a way that was not understood', at: start, services: [name] };
        continue;
      }
      const [interrupt] = traits.endings;
      yield say(
        interrupt ? 'interrupt' : 'unheard',
        { service: name },
        {
          at: start,
          related: interrupt ? [{ ...interrupt.at, note: 'SIGINT alone' }] : [],
          services: [name],
          subject: [name],
          proof: proofOf(traits, start),
        },
      );
    }
  },
});

const isHandled = (by: Traits['endings'][number]['by'], { marks }: Traits): boolean =>
  by === 'SIGTERM' || by === 'shutdown-hooks' || (by === 'signals' && marks.includes('sigterm'));

/** Where a process that has something to finish begins; nothing for those that others start and end. */
function startOf(model: Model, { name, kind }: Service, traits: Traits): Evidence | undefined {
  if (kind === 'frontend' || kind === 'job' || traits.code !== 'read') return undefined;
  const containers = containersOf(model, name);
  const isFunction =
    containers.length > 0 && containers.every(({ source, command }) => source === 'process' && command.length === 0);
  if (isFunction) return undefined;
  const consumer = operationsOf(model, name).find(({ trigger }) => trigger === 'message');
  return traits.starts[0] ?? consumer?.evidence[0];
}
