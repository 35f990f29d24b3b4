import type { Judgement } from '../../lint/engine.ts';
import { isOpen, type Finding } from '../../model/finding.ts';

/** What stood there before, where a run reports only what a change brings. */
export type Scope = {
  /** Fingerprints, with whether anybody would have been told of them. */
  readonly known: ReadonlyMap<string, boolean>;
  readonly about: string;
};

/** What a run is narrowed to by the findings of its base. */
export const scopeFrom = (about: string, before: readonly Finding[]): Scope => ({
  known: new Map(before.map((finding) => [finding.fingerprint, isOpen(finding)])),
  about,
});

/** A judgement without the findings that stood there before; how many those are is said. */
export function narrowed(
  judgement: Judgement,
  scope: Scope | undefined,
): Judgement & { readonly elsewhere?: { readonly findings: number; readonly scope: string } } {
  if (!scope) return judgement;
  const findings = judgement.findings.filter((finding) => isNew(finding, scope));
  const left = judgement.findings.filter((finding) => isOpen(finding) && !isNew(finding, scope)).length;
  return { ...judgement, findings, elsewhere: { findings: left, scope: scope.about } };
}

/** A finding that was silenced before and is not any more is news. */
function isNew(finding: Finding, { known }: Scope): boolean {
  const wasOpen = known.get(finding.fingerprint);
  return wasOpen === undefined || (isOpen(finding) && !wasOpen);
}
