import { defineRule, listOf, wholeNumber } from '../../src/lint/kit.ts';
import type { Note } from '../../src/model/rule.ts';
import { contextsInside } from './contexts.ts';
import { giantsIn, type Measure } from './measures.ts';

export default defineRule({
  id: 'mega-service',
  group: 'boundaries',
  tier: 'advice',
  usesHistory: true,
  summary: 'A service is of one context, and of a size like its neighbours’.',
  why: 'A service that does most of the work is the monolith that was to be split: every team changes it, every release waits for all of them, it scales as a whole, and when it fails nearly everything does.',
  decided:
    'msvc.yaml declares the folders of two or more contexts inside one service. Or a service is far above the others in operations, in tables that it keeps, in functions of its own code, and, where there is a history, in people who change it: each more than `times` times the median (people: half as many times) and more than 3.5 robust standard deviations (of the median absolute deviation) above it. That needs five services whose code was read.',
  notReported: [
    'front ends, gateways and jobs, and services in other languages: they are not compared',
    'a workspace of fewer than five services',
    'a service that is large in one thing alone: many routes over one table, or much code behind one route',
    'a process that mounts contexts which lie in folders of their own',
    'people beyond what the last 1,500 commits show; where there is no history, they are not asked for',
  ],
  remedy: 'Cut out the part that other teams change most, with its tables, and let it answer for itself',
  sources: [
    'Newman, Monolith to Microservices, chapter 3: Splitting the Monolith',
    'Taibi, Lenarduzzi and Pahl, Microservices Anti-patterns: A Taxonomy (2020): Mega-Service',
    'Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993): the modified z-score and its limit of 3.5',
  ],
  options: { times: wholeNumber('How many times the median is far above it.', { default: 3, min: 2 }) },
  messages: {
    spans: ({ service, contexts }: { service: string; contexts: readonly string[] }) =>
      `${service} holds ${contexts.length} contexts: ${listOf(contexts)}`,
    towers: ({ service, measures }: { service: string; measures: readonly Measure[] }) =>
      `${service} is far larger than its neighbours: ${listOf(measures.map(({ value, what }) => `${value} ${what}`))}`,
  },
  *check(model, say, option) {
    for (const { service, contexts, notes } of contextsInside(model)) {
      const { name, evidence } = service;
      yield say(
        'spans',
        { service: name, contexts },
        { at: evidence[0], related: notes, services: [name], subject: ['spans', name] },
      );
    }
    for (const { service, measures } of giantsIn(model, option('times'))) {
      const { name, evidence } = service;
      const related: Note[] = [{ ...evidence[0], label: name, note: 'runs here' }];
      const detail = `The median is ${listOf(measures.map(({ median, what }) => `${median} ${what}`))}.`;
      yield say(
        'towers',
        { service: name, measures },
        { at: evidence[0], related, services: [name], subject: ['towers', name], detail },
      );
    }
  },
});
