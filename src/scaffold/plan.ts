import type { Capability } from './kit/capability.ts';
import type { Change } from './kit/change.ts';
import type { Answers } from './kit/question.ts';
import type { ServicePlace, Workspace } from './kit/workspace.ts';
import { outcomesOf, type Outcome } from './outcome.ts';
import { pristinePath, pristineTexts, type Read } from './record.ts';
import { formatOf } from './render/format.ts';
import type { WorkspaceFiles } from './workspace.ts';
import { renderOf, type TemplateSource } from './render/render.ts';

/** One text to put; what the port to the disk takes. */
export type PlannedWrite = {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string;
  readonly executable?: boolean;
};

/** Everything one command would do, worked out in memory. */
export type Plan = {
  readonly outcomes: readonly Outcome[];
  /** Answers, version and pristine texts below `.msvc/`. */
  readonly records: readonly PlannedWrite[];
  readonly writes: readonly PlannedWrite[];
  readonly conflicts: readonly Outcome[];
  readonly nextSteps: readonly string[];
};

export type PlanRequest = {
  readonly capability: Capability;
  readonly answers: Answers;
  readonly workspace: Workspace;
  readonly service: ServicePlace;
  readonly templates: TemplateSource;
  readonly files: WorkspaceFiles;
  /** The very same answers were applied before: what was edited since is left alone. */
  readonly again: boolean;
  /** What `.msvc/` says about this application: path and new text. */
  readonly record: { readonly path: string; readonly text: string };
};

/** Answers in, the whole plan out. Reads, never writes. */
export async function planOf(request: PlanRequest): Promise<Plan> {
  const { capability, answers, workspace, service, templates, files, again, record } = request;
  const { read } = files;
  const render = renderOf(templates, capability.id);
  const changes = [...capability.plan({ answers, workspace, service, render, files })];
  const outcomes = await outcomesOf(changes, {
    read,
    pristine: (path) => read(pristinePath(path)),
    again,
    format: formatOf(formatterOptions(changes, read)),
  });
  const before = read(record.path);
  const note: readonly PlannedWrite[] =
    before === record.text ? [] : [{ path: record.path, before, after: record.text }];
  const pristine = pristineTexts(outcomes);
  return {
    outcomes,
    records: [...note, ...pristine],
    // The note goes first and the pristine texts last: run again after a power cut, the same command completes the rest.
    writes: [...note, ...outcomes.flatMap(writeOf), ...pristine],
    conflicts: outcomes.filter(({ kind }) => kind === 'conflict'),
    nextSteps: capability.nextSteps({ answers, workspace, service }),
  };
}

/** The formatter's options as they will stand: the workspace's own, or those that are just being written. */
function formatterOptions(changes: readonly Change[], read: Read): string | undefined {
  const written = changes.find((change) => change.kind === 'create' && change.path === '.oxfmtrc.json');
  return read('.oxfmtrc.json') ?? (written?.kind === 'create' ? written.content : undefined);
}

function writeOf({ path, kind, before, after, executable }: Outcome): readonly PlannedWrite[] {
  if ((kind !== 'created' && kind !== 'changed') || after === undefined) return [];
  return [{ path, before, after, executable }];
}
