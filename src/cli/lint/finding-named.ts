import { lintErrors } from '../../errors/lint.ts';
import type { Finding } from '../../model/finding.ts';
import { oneLine } from '../../report/text/lines.ts';
import type { LintResult } from '../../report/types.ts';
import type { World } from '../world.ts';
import { complete } from './complete.ts';
import { inspectFolder } from './inspect-folder.ts';
import { judge } from './judge.ts';

/** The one finding whose fingerprint begins with some digits, silenced and accepted ones among them; of opt-in rules too. */
export async function findingNamed(
  world: World,
  digits: string,
  dir: string | undefined,
): Promise<{ readonly result: LintResult; readonly finding: Finding }> {
  const { model: linked, files, root, seconds } = await inspectFolder(world, dir, { cache: true });
  const model = await complete(linked, { root, world, files, preset: 'all' });
  const judgement = judge(model);
  const usual = startingWith(judgement.findings, digits);
  const all = usual.length > 0 ? usual : startingWith(judge(model, { preset: 'all' }).findings, digits);
  const [finding, ...others] = all;
  if (!finding) throw lintErrors.unknownFinding(digits, near(judgement.findings, digits));
  if (others.length > 0) throw lintErrors.ambiguousFinding(digits, all.map(nameOf));
  return { result: { root: dir ?? '.', model, seconds, ...judgement }, finding };
}

const startingWith = (findings: readonly Finding[], digits: string): readonly Finding[] =>
  findings.filter(({ fingerprint }) => fingerprint.startsWith(digits));

const nameOf = ({ fingerprint, rule, message }: Finding): string => oneLine(`${fingerprint}  ${rule}  ${message}`);

/** Findings whose digits differ in one or two places: a slip of the finger. */
const near = (findings: readonly Finding[], digits: string): readonly string[] =>
  findings
    .map((finding) => ({ finding, slips: slipsIn(finding.fingerprint, digits) }))
    .filter(({ slips }) => digits.length > 3 && slips <= 2)
    .toSorted((a, b) => a.slips - b.slips)
    .slice(0, 5)
    .map(({ finding }) => nameOf(finding));

const slipsIn = (fingerprint: string, digits: string): number =>
  [...digits].filter((digit, index) => fingerprint[index] !== digit).length;
