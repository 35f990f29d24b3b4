import { defineRule, listOf, wholeNumber } from '../../src/lint/kit.ts';
import { changingTogether, type Tie } from './history.ts';
import { boundTogether } from './structure.ts';

export default defineRule({
  id: 'distributed-monolith',
  group: 'boundaries',
  tier: 'advice',
  usesHistory: true,
  summary: 'A change to one context is a change to one service.',
  why: 'Services that must change together are released together: the price of a network is paid, and independence, which it was paid for, is not had. One that is forgotten in a release fails against the other in production.',
  decided:
    'Services of different contexts wait for each other in a circle and keep tables in one database: neither can be released without the other. Or, where the workspace has a history, they change together: at least `minCommits` commits changed both, these are at least `minShare` per cent of the commits of the one that changes less, and one and a half times as many as chance would give (lift). Services tied to each other are one finding.',
  notReported: [
    'front ends and gateways: they change with what they show',
    'commits of bots, merges, reverts, sweeps over more than 60 files or 8 services, formatting and upgrades',
    'a file of the same name in both services: a copy, or one step of a sweep',
    'exact renames, generated files, lock files, manifests, configuration, tests, documentation',
    'services that change together in several commits each: only what one commit changes is seen',
    'two services that nearly all commits change: there is nothing to compare them with',
    'history beyond the last 1,500 commits or two seconds of reading, or beyond where a shallow clone ends',
    'a release that is tied by pipelines or by a version that all share: not decided',
  ],
  remedy: 'Merge them, or move the boundary to where their changes part: what changes together belongs together',
  sources: [
    'Newman, Monolith to Microservices, chapter 1: The Distributed Monolith',
    'Zimmermann, Weissgerber, Diehl and Zeller, Mining Version Histories to Guide Software Changes (2005): support and confidence',
    'Brin, Motwani and Silverstein, Beyond Market Baskets (1997): lift',
    'Tornhill, Your Code as a Crime Scene, 2nd edition: Change Coupling',
  ],
  options: {
    minCommits: wholeNumber('Commits that must have changed both services.', { default: 10, min: 2 }),
    minShare: wholeNumber('How many per cent of the commits of the rarer one that must be.', { default: 50, min: 1 }),
  },
  messages: {
    change: ({ services }: { services: readonly string[] }) => `${listOf(services)} change together`,
    bound: ({ services, store }: { services: readonly string[]; store: string }) =>
      `${listOf(services)} wait for each other and share ${store}`,
  },
  *check(model, say, option) {
    for (const { services, store, notes } of boundTogether(model)) {
      const [at] = notes;
      const [first = '', ...rest] = services;
      if (at)
        yield say('bound', { services, store }, { at, related: notes, services, subject: ['bound', first, ...rest] });
    }
    const ties = changingTogether(model, { minCommits: option('minCommits'), minShare: option('minShare') });
    for (const { services, notes, strongest } of ties) {
      const [at] = notes;
      const [first = '', ...rest] = services;
      if (!at) continue;
      const proof = { at, related: notes, services, subject: ['change', first, ...rest] as const };
      yield say('change', { services }, { ...proof, detail: sentenceOf(strongest) });
    }
  },
});

const sentenceOf = ({ services: [a, b], commits, of, lift, latest }: Tie): string =>
  `${commits} of ${of} commits that change ${b} change ${a} too, ${lift.toFixed(1)} times as many as by chance; the last was ${latest[0] ?? 'long ago'}.`;
