import { isDay, type Day } from '../model/day.ts';
import type { Finding } from '../model/finding.ts';
import { nearest } from '../model/nearest.ts';
import { coverTestOf } from './cover.ts';
import type { StaleSuppression, Suppression } from '../model/suppression.ts';

/** What suppressions are measured against. */
export type SuppressTerms = {
  /** Ids of all rules. */
  readonly known: readonly string[];
  /** Ids of the rules whose findings are all here. */
  readonly ran: ReadonlySet<string>;
  readonly today: Day;
};

/** Findings with the reason they are silenced with, and the suppressions that are no good any more. */
export function suppress(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  terms: SuppressTerms,
): { readonly findings: readonly Finding[]; readonly stale: readonly StaleSuppression[] } {
  if (suppressions.length === 0) return { findings, stale: [] };
  const wishes = suppressions.flatMap((one) => one.rules.map((rule) => wishOf(one, rule, terms)));
  const byRule = Map.groupBy(
    wishes.filter(({ mistake }) => mistake === undefined),
    ({ rule }) => rule,
  );
  const used = new Set<Wish>();
  const marked = findings.map((finding) => {
    const hits = (byRule.get(finding.rule) ?? []).filter(({ covers }) => covers(finding));
    for (const hit of hits) used.add(hit);
    const [first] = hits;
    return first ? { ...finding, suppressed: first.said.reason ?? '' } : finding;
  });
  const idle = wishes.flatMap(
    (wish) => wish.mistake ?? (used.has(wish) || !terms.ran.has(wish.rule) ? [] : unused(wish)),
  );
  const nameless = suppressions.filter(({ rules }) => rules.length === 0).map(namesNothing);
  return { findings: marked, stale: [...nameless, ...idle] };
}

/** One rule of a suppression; `mistake` where it is not obeyed. */
type Wish = {
  readonly said: Suppression;
  readonly rule: string;
  readonly covers: (finding: Finding) => boolean;
  readonly mistake: StaleSuppression | undefined;
};

const wishOf = (said: Suppression, rule: string, terms: SuppressTerms): Wish => ({
  said,
  rule,
  covers: coverTestOf(said.covers),
  mistake: mistakeIn(said, rule, terms),
});

function mistakeIn(
  { at, covers, reason, until }: Suppression,
  rule: string,
  { known, today }: SuppressTerms,
): StaleSuppression | undefined {
  const stale = (message: string, remedy: string): StaleSuppression => ({
    at,
    message,
    remedy,
    subject: [at.file, rule, ...(covers.kind === 'some' ? [JSON.stringify(covers)] : [])],
  });
  if (!known.includes(rule)) {
    const close = nearest(rule, known);
    const guess = close === undefined ? 'Take it out; msvc rules lists the rules' : `Write ${close}, if that is meant`;
    return stale(`"${rule}" is suppressed here, and there is no such rule`, guess);
  }
  if (reason === undefined)
    return stale(
      `A suppression of ${rule} gives no reason, so it silences nothing`,
      `Say why behind two dashes: msvc-ignore ${rule} -- the reason`,
    );
  if (until !== undefined && !isDay(until))
    return stale(`A suppression of ${rule} ends on ${until}, which is no day`, 'Write the day like 2027-03-01');
  if (until !== undefined && until < today)
    return stale(
      `A suppression of ${rule} ended on ${until}`,
      'Mend what it silenced and take it out, or give it a new day and say why',
    );
  return undefined;
}

const unused = ({ said: { at, covers }, rule }: Wish): StaleSuppression => ({
  at,
  message: `A suppression of ${rule} silences nothing`,
  remedy: 'Take it out: what it silenced is gone, or stands elsewhere now',
  subject: [at.file, rule, ...(covers.kind === 'some' ? [JSON.stringify(covers)] : [])],
});

const namesNothing = ({ at }: Suppression): StaleSuppression => ({
  at,
  message: 'A suppression names no rule, so it silences nothing',
  remedy: 'Name the rules before the reason: msvc-ignore sync-chain -- the reason',
  subject: [at.file],
});
