import type { Finding } from '../../model/finding.ts';
import { labelOf } from '../../model/evidence.ts';
import { placesOf } from '../../model/finding.ts';
import type { Fix } from '../../scaffold/fix-kit.ts';
import { planFixes, type FixPlan, type Planned } from '../../scaffold/fix/plan.ts';
import type { WorkspaceFiles } from '../../scaffold/workspace.ts';
import type { Judged } from '../lint/fix.ts';

export type Repaired = {
  readonly fixed: readonly Planned[];
  /** What there is a fix for, and why it was not made. */
  readonly refused: FixPlan['refused'];
  /** The whole new texts by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly judged: Judged;
};

type Request = {
  readonly start: Judged;
  /** The findings to repair: those that are reported. */
  readonly wanted: readonly Finding[];
  readonly fixes: readonly Fix[];
  readonly files: (texts: ReadonlyMap<string, string>) => WorkspaceFiles;
  readonly judge: (texts: ReadonlyMap<string, string>) => Promise<Judged>;
};

/**
 * Repairs in memory, in rounds: what wants the same place waits for the next one. After each the workspace is judged
 * again; a repair that does not clear its finding, or leads to another, is taken back. Ends when a round repairs nothing.
 */
export async function repaired({ start, wanted, fixes, files, judge }: Request): Promise<Repaired> {
  const fixed: Planned[] = [];
  const refused = new Map<Finding, string>();
  let [texts, judged, open] = [new Map<string, string>(), start, wanted];
  while (open.length > 0) {
    const plan = await planFixes({ findings: open, fixes, model: judged.model, files: files(texts) });
    for (const { finding, why } of plan.refused) refused.set(finding, why);
    if (plan.planned.length === 0) break;
    const next = new Map([...texts, ...plan.outcomes.map(({ path, after }) => [path, after ?? ''] as const)]);
    const then = await judge(next);
    const failures = failuresOf(plan.planned, judged, then);
    for (const { finding, why } of failures) refused.set(finding, why);
    if (failures.length > 0) open = open.filter((finding) => !refused.has(finding));
    else {
      fixed.push(...plan.planned);
      [texts, judged, open] = [next, then, successorsOf(plan.deferred, then.judgement.findings)];
    }
  }
  return { fixed, refused: [...refused].map(([finding, why]) => ({ finding, why })), texts, judged };
}

/** Names a finding across edits, whatever its ordinal. */
const keyOf = ({ rule, subject }: Finding): string => JSON.stringify([rule, ...subject]);

function countsOf(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  return counts;
}

/** The repairs that did not do what they were for, with the reason. */
function failuresOf(planned: readonly Planned[], before: Judged, after: Judged): FixPlan['refused'] {
  const [had, has] = [countsOf(before.judgement.findings), countsOf(after.judgement.findings)];
  const clears = countsOf(planned.map(({ finding }) => finding));
  const stays = ({ finding }: Planned): boolean => {
    const key = keyOf(finding);
    return (has.get(key) ?? 0) > (had.get(key) ?? 0) - (clears.get(key) ?? 0);
  };
  const kept = planned.filter(stays).map(({ finding }) => ({ finding, why: 'The change did not clear the finding.' }));
  const rest = planned.filter((each) => !stays(each));
  return [...kept, ...consequencesOf(rest, before, after)];
}

function consequencesOf(planned: readonly Planned[], before: Judged, after: Judged): FixPlan['refused'] {
  const had = countsOf(before.judgement.findings);
  const known = new Set(before.model.unreadable.map(({ file }) => file));
  const broken = after.model.unreadable.filter(({ file }) => !known.has(file)).map(({ file }) => file);
  // What was silenced or accepted may go too: then it is the silence that is left over, which is no fault of the code.
  const isOfCode = ({ rule }: Finding): boolean => !rule.startsWith('stale-');
  const fresh = after.judgement.findings.filter((finding) => isOfCode(finding) && !had.has(keyOf(finding)));
  return [
    ...broken.flatMap((file) => causesOf(planned, [file], `${file} could not be read after the change.`)),
    ...fresh.flatMap((finding) =>
      causesOf(
        planned,
        placesOf(finding).map(({ file }) => file),
        `The change would lead to another finding: ${finding.rule} at ${labelOf(finding.at)}.`,
      ),
    ),
  ];
}

/** The repairs that touch one of the files; all where none does. */
function causesOf(planned: readonly Planned[], files: readonly string[], why: string): FixPlan['refused'] {
  const touching = planned.filter(({ repair }) => repair.changes.some(({ path }) => files.includes(path)));
  return (touching.length > 0 ? touching : planned).map(({ finding }) => ({ finding, why }));
}

/** The same findings as they stand now. One that went away with others needs no repair. */
function successorsOf(findings: readonly Finding[], now: readonly Finding[]): readonly Finding[] {
  const nameOf = (finding: Finding): string => `${finding.at.file} ${keyOf(finding)}`;
  const wanted = new Set(findings.map(nameOf));
  return now.filter((finding) => wanted.has(nameOf(finding)));
}
