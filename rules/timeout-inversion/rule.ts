import { callsIn, defineRule, durationOf, limitOf, ownSiteOf, siteOf, unique, waysAfter } from '../../src/lint/kit.ts';
import type { Hop } from '../../src/lint/kit.ts';
import type { Model } from '../../src/model/model.ts';
import type { Note } from '../../src/model/rule.ts';

export default defineRule({
  id: 'timeout-inversion',
  group: 'calls',
  tier: 'proven',
  summary: 'Who is further from the user gives up first.',
  why: 'If the caller gives up before the service it calls does, the answer comes to nobody: the service goes on working for a request that has failed, the caller tries again, and under load most of the work done is for users who have left.',
  decided:
    'Each call that waits a known time is followed through the operation it reaches to the calls made there. It is violated where one of those waits as long or longer. The shortest deadline around a call counts: its own, its client’s, a wrapper’s, or that of a mesh that is configured here.',
  notReported: [
    'deadlines whose length could not be told: undecided',
    'calls without any deadline: missing-timeout says them',
    'calls that nobody waits for',
    'calls whose operation at the other end is not known',
  ],
  remedy: 'Give the inner call less time than the outer one, or hand the deadline of the request on',
  looksAt: 'call',
  sources: [
    'Google, Site Reliability Engineering, chapter 22: Deadlines, Propagation',
    'gRPC documentation: Deadlines, Deadline propagation',
    'Nygard, Release It!, 2nd edition, chapter 5: Timeouts',
  ],
  wrong:
    'The inner call is not on the way of every request: where it is skipped for the one that is reported, accept it with a reason.',
  messages: {
    outlives: (d: { caller: string; callee: string; gives: string; inner: string; waits: string }) =>
      `${d.caller} gives up on ${d.callee} after ${d.gives}, while ${d.inner} may still take ${d.waits}`,
  },
  *check(model, say) {
    const seen = new Set<string>();
    for (const from of model.operations) {
      for (const call of callsIn(from)) {
        const outer = limitOf(model, call);
        if (!outer) continue;
        const { ms } = outer;
        if (ms === undefined) {
          yield { undecided: 'how long a call waits', at: outer.at, services: [from.service] };
          continue;
        }
        for (const way of waysAfter(model, { from, call })) {
          const last = way.at(-1) ?? way[0];
          const inner = limitOf(model, last.call);
          const key = `${placeOf(way[0])} ${placeOf(last)}`;
          if (!inner || seen.has(key) || way.slice(1, -1).some((hop) => outlives(model, hop, ms))) continue;
          if (inner.ms === undefined)
            yield { undecided: 'how long a call behind another waits', at: inner.at, services: [last.from.service] };
          if (inner.ms === undefined || inner.ms < ms) continue;
          seen.add(key);
          const services = unique([...way.map((hop) => hop.from.service), last.call.to ?? '']);
          yield say(
            'outlives',
            {
              caller: from.service,
              callee: call.to ?? call.target,
              gives: durationOf(ms),
              inner: last.from.service,
              waits: durationOf(inner.ms),
            },
            {
              at: ownSiteOf(model, { service: from.service, call }),
              related: notesOf(model, way),
              services,
              subject: [from.service, from.name, ...way.map((hop) => hop.call.operation ?? hop.call.target)],
              proof: [
                { about: 'outer', text: `waits ${durationOf(ms)}`, at: outer.at },
                { about: 'inner', text: `waits ${durationOf(inner.ms)}`, at: inner.at },
                { about: 'verdict', text: 'violated' },
              ],
            },
          );
        }
      }
    }
  },
});

const placeOf = ({ from, call }: Hop): string =>
  `${from.service} ${siteOf(call).file}:${siteOf(call).line} ${call.to ?? ''}`;

const outlives = (model: Model, { call }: Hop, ms: number): boolean => (limitOf(model, call)?.ms ?? 0) >= ms;

/** The whole way, hop by hop, each with how long it waits and where that was said. */
const notesOf = (model: Model, way: readonly Hop[]): Note[] =>
  way.flatMap(({ from, call }, depth): Note[] => {
    const limit = limitOf(model, call);
    const note = limit?.ms === undefined ? 'waits an unknown time' : `waits ${durationOf(limit.ms)}`;
    const site = ownSiteOf(model, { service: from.service, call });
    const said = limit && (limit.at.file !== site.file || limit.at.line !== site.line) ? limit.at : undefined;
    return [
      { ...site, label: `${from.service} ${from.name} → ${call.to ?? call.target}`, note, depth },
      ...(said ? [{ ...said, label: 'deadline', depth: depth + 1 }] : []),
    ];
  });
