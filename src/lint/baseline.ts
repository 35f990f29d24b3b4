import type { Place } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { Acceptance } from '../model/suppression.ts';

type Ran = { readonly known: readonly string[]; readonly ran: ReadonlySet<string> };

/**
 * Findings with whether the baseline has them, and its entries whose finding is gone. An entry of a rule that was not run
 * stays; one of a rule that there is no more does not.
 */
export function compareWith(
  findings: readonly Finding[],
  accepted: readonly Acceptance[] | undefined,
  { known, ran }: Ran,
): { readonly findings: readonly Finding[]; readonly stale: readonly Acceptance[] } {
  if (!accepted) return { findings, stale: [] };
  const names = new Set(accepted.map(({ fingerprint }) => fingerprint));
  const found = new Set(findings.map(({ fingerprint }) => fingerprint));
  return {
    findings: findings.map((finding) => ({
      ...finding,
      baseline: names.has(finding.fingerprint) ? ('unchanged' as const) : ('new' as const),
    })),
    stale: accepted.filter(
      ({ fingerprint, rule }) => !found.has(fingerprint) && (ran.has(rule) || !known.includes(rule)),
    ),
  };
}

/** One entry a line and sorted, so that two branches that accept findings merge. Each line stands alone: there is no comma to move. */
export const baselineText = (entries: readonly Omit<Acceptance, 'at'>[]): string =>
  entries
    .map(({ rule, fingerprint, message }) => JSON.stringify({ rule, fingerprint, message }))
    .sort()
    .filter((line, index, lines) => line !== lines[index - 1])
    .map((line) => `${line}\n`)
    .join('');

/** The entries of one file; `mistakes` are lines that are none. */
export function acceptancesIn(
  file: string,
  text: string,
): { readonly entries: readonly Acceptance[]; readonly mistakes: readonly Place[] } {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line, at: { file, line: index + 1, column: 1 } }));
  const read = lines.filter(({ line }) => line.trim() !== '').map(({ line, at }) => ({ at, entry: entryIn(line) }));
  return {
    entries: read.flatMap(({ entry, at }) => (entry ? [{ ...entry, at }] : [])),
    mistakes: read.filter(({ entry }) => !entry).map(({ at }) => at),
  };
}

function entryIn(line: string): Omit<Acceptance, 'at'> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return undefined;
    const { rule, fingerprint, message = '' }: Partial<Record<string, unknown>> = { ...value };
    return typeof rule === 'string' && typeof fingerprint === 'string' && typeof message === 'string'
      ? { rule, fingerprint, message }
      : undefined;
  } catch {
    return undefined;
  }
}
