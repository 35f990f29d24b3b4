import { UserError } from '../../errors.ts';
import type { Finding } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import type { Change } from '../kit/change.ts';
import { joinedEdits } from '../kit/text-edit.ts';
import { outcomesOf, type Outcome } from '../outcome.ts';
import { formatOf, type Format } from '../render/format.ts';
import type { WorkspaceFiles } from '../workspace.ts';
import { CannotFix, type Fix, type Repair } from './types.ts';

export type FixRequest = {
  readonly findings: readonly Finding[];
  readonly fixes: readonly Fix[];
  readonly model: Model;
  readonly files: WorkspaceFiles;
};

/** One finding and the repair that is to clear it. */
export type Planned = { readonly finding: Finding; readonly repair: Repair };

export type FixPlan = {
  readonly planned: readonly Planned[];
  /** Cannot be repaired safely, each with a sentence that says why. */
  readonly refused: readonly { readonly finding: Finding; readonly why: string }[];
  /** Want the same place as a planned one: to be planned again once that stands. */
  readonly deferred: readonly Finding[];
  readonly outcomes: readonly Outcome[];
};

/** Works out in memory what can be repaired at once. Reads, never writes. */
export async function planFixes({ findings, fixes, model, files }: FixRequest): Promise<FixPlan> {
  const planned: Planned[] = [];
  const refused: { finding: Finding; why: string }[] = [];
  const deferred: Finding[] = [];
  let changes: readonly Change[] = [];
  for (const finding of findings) {
    const fix = fixes.find(({ rule }) => rule === finding.rule);
    if (!fix) continue;
    try {
      const repair = await fix.plan({ finding, model, files });
      if (!repair) continue;
      const all = together(changes, repair.changes, files);
      if (!all) deferred.push(finding);
      else {
        changes = all;
        planned.push({ finding, repair });
      }
    } catch (error) {
      if (!(error instanceof CannotFix || error instanceof UserError)) throw error;
      refused.push({ finding, why: error.message });
    }
  }
  return { planned, refused, deferred, outcomes: await outcomesIn(changes, files) };
}

async function outcomesIn(changes: readonly Change[], { read }: WorkspaceFiles): Promise<readonly Outcome[]> {
  // Whoever repairs a file edits it: what was generated stays what it was.
  const pristine = (): undefined => undefined;
  const options = read('.oxfmtrc.json');
  // Another formatter than ours may be at work.
  const format = options === undefined ? unformatted : formatOf(options);
  const outcomes = await outcomesOf(changes, { read, pristine, again: false, format });
  return outcomes.filter(({ before, after }) => before !== after);
}

const unformatted: Format = async (_, text) => text;

/** What was planned and what comes in addition; undefined where both want the same place. */
function together(
  planned: readonly Change[],
  added: readonly Change[],
  files: WorkspaceFiles,
): readonly Change[] | undefined {
  let all: readonly Change[] | undefined = planned;
  for (const change of added) {
    if (change.kind === 'create') refuseTaken(change, files);
    all = all && joined(all, change);
  }
  return all;
}

function joined(planned: readonly Change[], change: Change): readonly Change[] | undefined {
  const same = planned.find(({ path }) => path === change.path);
  if (!same) return [...planned, change];
  if (change.kind === 'create' && same.kind === 'create') return same.content === change.content ? planned : undefined;
  if (change.kind !== 'edit-text' || same.kind !== 'edit-text') return undefined;
  const edits = joinedEdits(same.edits, change.edits);
  return edits && planned.map((each) => (each === same ? { ...same, edits } : each));
}

function refuseTaken({ path, content }: Extract<Change, { kind: 'create' }>, { read }: WorkspaceFiles): void {
  const standing = read(path);
  if (standing !== undefined && standing !== content)
    throw new CannotFix(`${path} exists already; look at what it does.`);
}
