import {
  callsIn,
  callsOf,
  defineRule,
  isToolingFile,
  ownSiteOf,
  retriesOf,
  siteOf,
  unique,
  waysAfter,
  wholeNumber,
} from '../../src/lint/kit.ts';
import type { Hop } from '../../src/lint/kit.ts';
import type { Model } from '../../src/model/model.ts';
import type { Note } from '../../src/model/rule.ts';

export default defineRule({
  id: 'retry-amplification',
  group: 'calls',
  tier: 'proven',
  summary: 'One service on the way of a request tries again, and waits before it does.',
  why: 'Attempts multiply: three services in a row that try four times each make sixty-four calls of one, and they do so exactly when the last of them is overloaded. Retries without a pause arrive all at once, and keep a service down that could have come back.',
  decided:
    'The attempts of all retries around a call are multiplied along the way of a request, those of clients, libraries, loops and of a mesh that is configured here. More than `maxAttempts` by two or more retries is violated; so is a retry that waits neither a growing nor a random time between attempts.',
  notReported: [
    'a single retry, however often it tries, as long as it waits in between',
    'retries whose count could not be told: undecided',
    'retries of what calls nobody: a database, a file',
  ],
  remedy: 'Keep one retry, nearest to the user or nearest to the fault, with exponential backoff and jitter',
  looksAt: 'call',
  sources: [
    'Google, Site Reliability Engineering, chapter 22: Retries',
    'Brooker, Exponential Backoff And Jitter (AWS Architecture Blog)',
    'Brooker, Timeouts, retries, and backoff with jitter (Amazon Builders’ Library)',
  ],
  options: {
    maxAttempts: wholeNumber('Attempts that one request may come to at its last hop.', { default: 9, min: 1 }),
  },
  wrong: 'A loop that looks like a retry, but asks each time for something else, is none: accept it with a reason.',
  messages: {
    multiplies: (d: { service: string; target: string; attempts: number }) =>
      `One request of ${d.service} may call ${d.target} ${d.attempts} times`,
    hammers: (d: { service: string; target: string }) =>
      `${d.service} calls ${d.target} again at once, without backoff or jitter`,
  },
  *check(model, say, option) {
    const ways = worstWays(model, option('maxAttempts'));
    for (const { way, attempts } of ways) {
      const last = way.at(-1) ?? way[0];
      const [{ from, call }] = way;
      const target = last.call.to ?? last.call.target;
      yield say(
        'multiplies',
        { service: from.service, target, attempts },
        {
          at: ownSiteOf(model, { service: from.service, call }),
          related: notesOf(model, way),
          services: unique([...way.map((hop) => hop.from.service), target]),
          subject: [from.service, from.name, ...way.map((hop) => hop.call.operation ?? hop.call.target)],
        },
      );
    }
    const seen = new Set<string>();
    for (const { service, call } of callsOf(model)) {
      if (!call.waiting?.retries || isToolingFile(siteOf(call).file)) continue;
      for (const retry of call.waiting.retries) {
        const key = `${service} ${retry.at.file}:${retry.at.line}`;
        if (seen.has(key) || retry.attempts === 1) continue;
        seen.add(key);
        if (retry.attempts === undefined)
          yield { undecided: 'how often a call is tried', at: retry.at, services: [service] };
        if (retry.paced !== 'no' || retry.jitter !== 'no') continue;
        const target = call.to ?? call.target;
        yield say(
          'hammers',
          { service, target },
          {
            at: retry.at,
            related: [{ ...siteOf(call), label: `${service} → ${target}` }],
            services: unique([service, ...(call.to ? [call.to] : [])]),
            subject: [service, retry.at.file, target],
          },
        );
      }
    }
  },
});

type Worst = { readonly way: readonly [Hop, ...Hop[]]; readonly attempts: number };

/** Ways that come to too many attempts; of one that is part of a longer one, the longer. */
function worstWays(model: Model, most: number): readonly Worst[] {
  const found = new Map<string, Worst>();
  for (const from of model.operations) {
    for (const call of callsIn(from)) {
      if (attemptsOf(model, { from, call }) < 2) continue;
      const first: readonly [Hop, ...Hop[]] = [{ from, call }];
      for (const way of [first, ...waysAfter(model, { from, call })]) {
        const last = way.at(-1) ?? way[0];
        if (attemptsOf(model, last) < 2) continue;
        const attempts = way.reduce((product, hop) => product * attemptsOf(model, hop), 1);
        const layers = way.reduce((count, hop) => count + layersOf(model, hop), 0);
        if (attempts > most && layers > 1) found.set(way.map(placeOf).join('\n'), { way, attempts });
      }
    }
  }
  const keys = [...found.keys()];
  return [...found].flatMap(([key, one]) =>
    keys.some((other) => other.length > key.length && other.includes(key)) ? [] : [one],
  );
}

const placeOf = ({ from, call }: Hop): string =>
  `${from.service} ${siteOf(call).file}:${siteOf(call).line} ${call.to ?? ''}`;

const attemptsOf = (model: Model, { call }: Hop): number =>
  retriesOf(model, call).reduce((product, { attempts }) => product * (attempts ?? 1), 1);

const layersOf = (model: Model, { call }: Hop): number =>
  retriesOf(model, call).filter(({ attempts }) => attempts !== undefined && attempts > 1).length;

const notesOf = (model: Model, way: readonly Hop[]): Note[] =>
  way.flatMap((hop, depth): Note[] => {
    const { from, call } = hop;
    const attempts = attemptsOf(model, hop);
    return [
      {
        ...ownSiteOf(model, { service: from.service, call }),
        label: `${from.service} ${from.name} → ${call.to ?? call.target}`,
        note: attempts > 1 ? `${attempts} attempts` : 'one attempt',
        depth,
      },
      ...retriesOf(model, call)
        .filter(({ attempts: one }) => one !== undefined && one > 1)
        .map((retry): Note => ({ ...retry.at, label: `up to ${retry.attempts} attempts`, depth: depth + 1 })),
    ];
  });
