import { defineRule, groupBy, listOf, serviceNamed, unique, wholeNumber } from '../../src/lint/kit.ts';
import type { Chain, Model } from '../../src/model/model.ts';
import type { Note } from '../../src/model/rule.ts';

const counted = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

export default defineRule({
  id: 'sync-chain',
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
    const long = model.chains.filter((chain) => hopsOf(model, chain) > option('maxHops'));
    for (const chains of groupBy(long, (chain) => servicesOf(model, chain).join('\n'))) {
      const [first, ...others] = chains.toSorted((a, b) => Number(b.proven) - Number(a.proven));
      if (!first || isPartOfOther(model, first, long)) continue;
      const services = servicesOf(model, first);
      const [head = first.path[0], ...rest] = services;
      const proof = {
        at: first.evidence[0],
        related: first.evidence.map((place, depth): Note => ({ ...place, label: first.path[depth] ?? '', depth })),
        services,
        subject: [head, ...rest] as const,
        ...(others.length
          ? {
              detail: `Also ${listOf(others.slice(0, 3).map(({ path }) => path[0]))}${others.length > 3 ? ` and ${others.length - 3} more` : ''}.`,
            }
          : {}),
      };
      if (first.proven) yield say('waits', { hops: hopsOf(model, first) }, proof);
      else yield say('couldWait', { hops: hopsOf(model, first) }, { ...proof, grade: 'info' });
    }
  },
});

const operationsOf = (model: Model, { operations }: Chain): string[] =>
  operations.map((id) => model.operations.find((operation) => operation.id === id)?.service ?? id);

/** The services on the way, front ends left out: nobody operates the user's browser. */
const servicesOf = (model: Model, chain: Chain): string[] =>
  unique(operationsOf(model, chain)).filter((name) => serviceNamed(model, name)?.kind !== 'frontend');

const hopsOf = (model: Model, chain: Chain): number => {
  const front = operationsOf(model, chain).filter((name) => serviceNamed(model, name)?.kind === 'frontend');
  return chain.hops - Math.min(front.length, 1);
};

function isPartOfOther(model: Model, chain: Chain, others: readonly Chain[]): boolean {
  const own = servicesOf(model, chain).join('\n');
  return others.some((other) => {
    const theirs = servicesOf(model, other).join('\n');
    return other.proven >= chain.proven && theirs !== own && `\n${theirs}\n`.includes(`\n${own}\n`);
  });
}
