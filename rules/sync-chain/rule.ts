import {
  defineRule,
  groupBy,
  listOf,
  operationNamed,
  ownSiteOf,
  serviceNamed,
  unique,
  wholeNumber,
} from '../../src/lint/kit.ts';
import type { Chain, Effect, Model } from '../../src/model/model.ts';
import type { Note } from '../../src/model/rule.ts';

const counted = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

export default defineRule({
  id: 'sync-chain',
  group: 'core',
  tier: 'proven',
  summary: 'A request waits for a short row of services, not for a long one.',
  why: 'Latencies add up and availabilities multiply: with 99.9 per cent each, five services in a row are down almost four hours a month more than one, and the slowest sets the pace of all.',
  decided:
    'A request is followed from its handler through the calls it waits for, service by service. A path of more than `maxHops` calls is an error; one that only the service graph has, because no handler was seen to make all of the calls, is a note.',
  notReported: [
    'the hop from a browser or front end into a gateway or BFF (the hop out of it counts)',
    'parallel branches: the longest one counts',
    'asynchronous hops',
    'calls whose target could not be resolved: counted as unresolved',
    'a chain that is a part of a longer one',
    'chains beyond the first 1,000 of a workspace, and what lies behind the twelfth hop',
  ],
  remedy: 'Let a service in the middle answer at once and hear of the rest through an event',
  sources: [
    'Newman, Building Microservices, 2nd edition, chapter 12: Resiliency',
    'Nygard, Release It!, 2nd edition, chapter 4: Cascading Failures',
  ],
  options: { maxHops: wholeNumber('Sequential synchronous hops that one request may take.', { default: 2, min: 1 }) },
  messages: {
    waits: ({ hops }: { hops: number }) => `One request waits on ${counted[hops] ?? hops} services in a row`,
    couldWait: ({ hops }: { hops: number }) => `A request could wait on ${counted[hops] ?? hops} services in a row`,
  },
  *check(model, say, option) {
    const long = model.chains
      .filter((chain) => chain.hops > option('maxHops'))
      .map((chain) => ({ chain, services: servicesOf(model, chain) }));
    const all = new Set(long.map(keyOf));
    for (const group of groupBy(long, keyOf)) {
      const [first, ...others] = group.toSorted((a, b) => Number(b.chain.proven) - Number(a.chain.proven));
      if (!first || isPartOfLonger(keyOf(first), all)) continue;
      const { chain, services } = first;
      const steps = stepsOf(model, chain);
      const [head = chain.path[0], ...rest] = services;
      const proof = {
        at: steps[0] ?? chain.evidence[0],
        related: steps,
        services,
        subject: [head, ...rest] as const,
        ...(others.length ? { detail: alsoOf(others.map((other) => other.chain.path[0])) } : {}),
      };
      if (chain.proven) yield say('waits', { hops: chain.hops }, proof);
      else yield say('couldWait', { hops: chain.hops }, { ...proof, grade: 'info' });
    }
  },
});

type Found = { readonly chain: Chain; readonly services: readonly string[] };

const keyOf = ({ services }: Found): string => `\n${services.join('\n')}\n`;

const isPartOfLonger = (key: string, all: ReadonlySet<string>): boolean =>
  [...all].some((other) => other.length > key.length && other.includes(key));

const alsoOf = (starts: readonly string[]): string => {
  const names = unique(starts);
  return `The same way is taken from ${listOf(names.length > 3 ? [...names.slice(0, 3), `${names.length - 3} more`] : names)}.`;
};

/** The services on the way, front ends left out: nobody operates the user's browser. */
const servicesOf = (model: Model, chain: Chain): string[] =>
  unique(chain.operations.map((id) => operationNamed(model, id)?.service ?? id.replace(/ .*/, ''))).filter(
    (name) => serviceNamed(model, name)?.kind !== 'frontend',
  );

const isCall = (effect: Effect): effect is Extract<Effect, { kind: 'call' }> => effect.kind === 'call';

/** The path as a tree: where each operation makes its call, and where the last one stands. */
function stepsOf(model: Model, { operations, path, evidence }: Chain): Note[] {
  return operations.flatMap((id, depth): Note[] => {
    const operation = operationNamed(model, id);
    const next = operations[depth + 1];
    const onwards = operation?.effects.filter(isCall).find((call) => next !== undefined && call.operation === next);
    const own = operation && onwards && ownSiteOf(model, { service: operation.service, call: onwards });
    const place = own ?? evidence[depth] ?? operation?.evidence[0] ?? evidence.at(-1);
    const before = depth > 0 ? operationNamed(model, operations[depth - 1] ?? '') : undefined;
    const call = before?.effects.find((effect) => effect.kind === 'call' && effect.operation === id);
    const how =
      call?.kind === 'call'
        ? [call.protocol, ...(call.deadline === 'none' ? ['no deadline'] : [])].join(', ')
        : undefined;
    return place ? [{ ...place, label: path[depth] ?? id, depth, ...(how ? { note: how } : { note: '' }) }] : [];
  });
}
