import {
  callsOf,
  clientKeyOf,
  defineRule,
  groupBy,
  isProbe,
  isToolingFile,
  listOf,
  policiesFor,
  reachedNames,
  runsInBrowser,
  siteOf,
  unique,
} from '../../src/lint/kit.ts';
import type { MadeCall } from '../../src/lint/kit.ts';
import type { Model } from '../../src/model/model.ts';
import type { Note } from '../../src/model/rule.ts';

const MOST_PLACES = 20;

export default defineRule({
  id: 'missing-timeout',
  group: 'calls',
  tier: 'local-absence',
  summary: 'Who waits for another service says how long.',
  why: 'A service that hangs does not fail: it keeps every caller waiting. Without a deadline the callers’ connections, workers and memory fill up with requests that nobody answers any more, and one slow service takes down all that depend on it.',
  decided:
    'Each outbound call is followed to the client it goes through. It is violated where neither the call, nor the client and its defaults, nor a wrapper around it (an interceptor, `AbortSignal.timeout`, a race against a timer, `timeout()` in a pipe, a policy) gives a deadline. One finding for each client of each service.',
  notReported: [
    'calls through clients that wait a bounded time by themselves (ky, NATS requests, opossum)',
    'health probes',
    'calls that a browser makes',
    'calls that a mesh ends in time, where its timeouts are configured here',
    'calls whose client or options could not be resolved: undecided',
    'messages: nobody waits for an answer',
    'services in which an interceptor ends every request in time',
  ],
  remedy: 'Set a deadline on the client, shorter than the one of whoever waits for this service',
  looksAt: 'call',
  sources: [
    'Nygard, Release It!, 2nd edition, chapter 5: Timeouts',
    'Google, Site Reliability Engineering, chapter 22: Addressing Cascading Failures',
    'gRPC documentation: Deadlines',
  ],
  wrong:
    'A deadline that a package outside this repository sets (a client that comes ready from a private library) cannot be seen. Give the call a `timeout` or a signal of its own, or accept it with a reason.',
  messages: {
    waits: ({ service, targets }: { service: string; targets: readonly string[] }) =>
      `${service} waits for ${listOf(targets)} without a deadline`,
  },
  *check(model, say) {
    const made = callsOf(model).filter((one) => isJudged(one) && !runsInBrowser(model, one));
    for (const { service, call } of made)
      if (call.deadline === 'unknown')
        yield { undecided: 'the deadline of a call', at: siteOf(call), services: [service] };
    const open = made.filter((one) => one.call.deadline === 'none' && !isBounded(model, one));
    for (const [first, ...others] of groupBy(open, clientKeyOf)) {
      if (!first) continue;
      const { service, call } = first;
      const targets = reachedNames([first, ...others]);
      yield say(
        'waits',
        { service, targets },
        {
          at: siteOf(call),
          related: placesOf([first, ...others]),
          services: unique([service, ...[first, ...others].flatMap((one) => one.call.to ?? [])]),
          subject: [service, call.waiting?.client?.file ?? siteOf(call).file, ...targets.toSorted()],
          detail: 'Neither the call nor its client nor anything around it says how long to wait.',
          proof: [
            { about: 'call', text: call.target, at: siteOf(call) },
            call.waiting?.client
              ? { about: 'client', text: 'made without a deadline', at: call.waiting.client }
              : { about: 'client', text: 'the library’s own, which has no deadline by default' },
            { about: 'around it', text: 'no interceptor, signal, race, policy or operator with a deadline' },
            { about: 'verdict', text: 'violated' },
          ],
        },
      );
    }
  },
});

const isJudged = (made: MadeCall): boolean =>
  made.call.deadline !== 'set' && !isProbe(made) && !isToolingFile(siteOf(made.call).file);

/** A mesh that is configured here ends calls to it in time. */
const isBounded = (model: Model, { call }: MadeCall): boolean =>
  policiesFor(model, call).some(({ timeoutMs }) => timeoutMs !== undefined);

/** Where the client is made and where it is used, every file before a second place in one. */
function placesOf(made: readonly MadeCall[]): Note[] {
  const client = made[0]?.call.waiting?.client;
  const sites = new Map(made.map(({ call }) => [`${siteOf(call).file}:${siteOf(call).line}`, call]));
  const seen = new Set<string>();
  const ordered = [...sites.values()].map((call) => {
    const { file } = siteOf(call);
    const isFirst = !seen.has(file);
    seen.add(file);
    return { call, rank: isFirst ? 0 : 1 };
  });
  if (!client && sites.size === 1) return [];
  return [
    ...(client ? [{ ...client, label: 'client', depth: 0 }] : []),
    ...ordered
      .toSorted((a, b) => a.rank - b.rank)
      .slice(0, MOST_PLACES)
      .map(({ call }) => ({ ...siteOf(call), label: call.to ?? call.target, depth: client ? 1 : 0 })),
  ];
}
