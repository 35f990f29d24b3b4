import { compared } from '../../../src/cli/lint/breaks/compared.ts';
import { acceptedIn } from '../../../src/cli/lint/accepted.ts';
import { rules } from '../../../src/cli/rules.ts';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { check } from '../../../src/lint/engine.ts';
import { historyOf } from '../../../src/link/history.ts';
import type { PastCommit } from '../../../src/lint/kit.ts';
import type { Breaks } from '../../../src/model/breaks.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Model } from '../../../src/model/model.ts';
import type { Rule } from '../../../src/model/rule.ts';

/** The model of a workspace that lies in memory. */
export const modelOf = (files: Readonly<Record<string, string>>): Model => inspectFiles(memoryFiles(files)).model;

/** What a rule says of a workspace, on a day of 2026; one that looks at the findings of the others runs after them. */
export function findingsIn(
  files: Readonly<Record<string, string>>,
  rule: Rule,
  history?: readonly PastCommit[],
): Finding[] {
  const accepted = acceptedIn(Object.keys(files), (file) => files[file]);
  const terms = { preset: 'all' as const, today: '2026-11-21', ...(accepted ? { accepted } : {}) };
  const { findings } = check(withHistory(modelOf(files), history), rule.isLast ? rules : [rule], terms);
  return findings.filter((finding) => finding.rule === rule.id);
}

type Tree = Readonly<Record<string, string>>;

/** How the contracts of a workspace differ from those of a base; files that the base does not name are as they were. */
export const breaksOf = async (files: Tree, base: Tree): Promise<Breaks> => ({
  base: 'origin/main',
  ...(await compared({ head: new Map(Object.entries(files)), base: new Map(Object.entries({ ...files, ...base })) })),
});

/** What a rule says of a workspace that is compared with a base. */
export async function findingsSince(files: Tree, rule: Rule, base: Tree): Promise<Finding[]> {
  return [...check({ ...modelOf(files), breaks: await breaksOf(files, base) }, [rule], { preset: 'all' }).findings];
}

const withHistory = (model: Model, commits: readonly PastCommit[] | undefined): Model =>
  commits ? { ...model, history: historyOf(commits.flatMap(repeated), model.services) } : model;

const repeated = ({ files, times = 1, author = 'a@shop.example', subject = 'Change it' }: PastCommit) =>
  Array.from({ length: times }, (_, index) => ({ id: `c${index}`, author, subject, files }));
