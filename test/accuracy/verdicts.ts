import { placesOf, type Finding } from '../../src/model/finding.ts';
import type { LabelledFinding } from './labels.ts';

/** What was found of one rule in one repository, held against its label. */
export type Verdicts = {
  /** Findings that a label knows, and those that none knows. */
  readonly right: number;
  readonly wrong: number;
  /** Labels that a finding shows, and all of them. */
  readonly found: number;
  readonly labelled: number;
  /** Wrong findings at a place that is labelled as a trap. */
  readonly trapped: number;
};
export const noVerdicts: Verdicts = { right: 0, wrong: 0, found: 0, labelled: 0, trapped: 0 };

/** How near a place must be, in lines, where a rule speaks of one site. */
const NEAR = 8;
type Fits = (finding: Finding, label: LabelledFinding) => boolean;

const bySite: Fits = (finding, label) => placesMeet(finding, label, (a, b) => b === 0 || Math.abs(a - b) <= NEAR);
const byFile: Fits = (finding, label) => placesMeet(finding, label, () => true);
const byService: Fits = (finding, label) => label.services.some((name) => finding.services.includes(name));
const byServices: Fits = (finding, label) =>
  jaccard(finding.services, label.services) >= 0.6 || (bySite(finding, label) && byService(finding, label));
const byLibrary: Fits = (finding, label) =>
  placesOf(finding).some(({ file }) =>
    label.files.some((text) => {
      const { path } = placeOf(text);
      return file === path || file.startsWith(`${path}/`) || path.startsWith(`${file.replace(/\/[^/]*$/, '')}/`);
    }),
  );

/** What makes a finding and a label the same, by rule. */
const sameness: Readonly<Record<string, Fits>> = {
  'shared-database': byServices,
  'sync-cycle': byServices,
  'sync-chain': byServices,
  'shared-domain-library': byLibrary,
  'cross-context-import': byFile,
  'missing-timeout': byFile,
  'chatty-calls': bySite,
  'missing-idempotency': bySite,
  'dual-write': bySite,
  'hardcoded-endpoint': bySite,
  'missing-health-check': byService,
  'missing-graceful-shutdown': byService,
  'unversioned-api': byService,
};
export const judgedRules = Object.keys(sameness);

/** Doubtful labels count neither way; a remark (`info`) is never wrong, and never asked for where a site is labelled. */
export function verdictsOf(
  rule: string,
  findings: readonly Finding[],
  labels: readonly LabelledFinding[],
  traps: readonly LabelledFinding[],
): Verdicts {
  const fits = sameness[rule] ?? bySite;
  const sure = labels.filter(
    ({ confidence, severity }) => confidence !== 'doubtful' && (severity !== 'info' || fits === byService),
  );
  const right = findings.filter((finding) => sure.some((label) => fits(finding, label)));
  const wrong = findings.filter(
    (finding) =>
      finding.severity !== 'info' && !right.includes(finding) && !labels.some((label) => fits(finding, label)),
  );
  return {
    right: right.length,
    wrong: wrong.length,
    found: sure.filter((label) => findings.some((finding) => fits(finding, label))).length,
    labelled: sure.length,
    trapped: wrong.filter((finding) => traps.some((trap) => fits(finding, trap))).length,
  };
}

const placeOf = (text: string): { readonly path: string; readonly line: number } => {
  const [, path = text, line = '0'] = /^(.*?):(\d+)$/.exec(text) ?? [];
  return { path, line: Number(line) };
};

const placesMeet = (finding: Finding, label: LabelledFinding, near: (a: number, b: number) => boolean): boolean =>
  placesOf(finding).some(({ file, line }) =>
    label.files.some((text) => {
      const place = placeOf(text);
      return file === place.path && near(line, place.line);
    }),
  );

function jaccard(a: readonly string[], b: readonly string[]): number {
  const both = new Set(a.filter((name) => b.includes(name)));
  return both.size / (new Set([...a, ...b]).size || 1);
}
