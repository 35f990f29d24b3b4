import { repaired, type Repaired } from '../../../src/cli/fix/rounds.ts';
import { fixes } from '../../../src/cli/fixes.ts';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import { nothingKept } from '../../../src/cli/keeping.ts';
import { rules } from '../../../src/cli/rules.ts';
import type { Judged } from '../../../src/cli/lint/fix.ts';
import { memoryFolder } from '../../../src/files/changes/memory.ts';
import type { Kept } from '../../../src/files/keep.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { overlaid, overlaidFolder } from '../../../src/files/overlay.ts';
import { check } from '../../../src/lint/engine.ts';
import type { Finding } from '../../../src/model/finding.ts';

/** Facts of the files that stay as they are are read once. */
const kept: Kept = (() => {
  const values = new Map<string, Uint8Array>();
  return { get: (key) => values.get(key), set: (key, value) => void values.set(key, value), flush: () => {} };
})();

/** What becomes of a workspace in memory when the findings of one rule are repaired; the others only watch. */
export async function fixedIn(
  tree: Readonly<Record<string, string>>,
  rule: string,
): Promise<{ readonly result: Repaired; readonly left: readonly Finding[] }> {
  const files = memoryFiles(tree);
  const folder = memoryFolder(new Map(Object.entries(tree)));
  const judge = async (texts: ReadonlyMap<string, string>): Promise<Judged> => {
    const { model } = inspectFiles(overlaid(files, texts), { ...nothingKept, facts: kept });
    return { model, judgement: check(model, rules) };
  };
  const start = await judge(new Map());
  const wanted = start.judgement.findings.filter((finding) => finding.rule === rule);
  const result = await repaired({ start, wanted, fixes, files: (texts) => overlaidFolder(folder, texts), judge });
  return { result, left: result.judged.judgement.findings.filter((finding) => finding.rule === rule) };
}
