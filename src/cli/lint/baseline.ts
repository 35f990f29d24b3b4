import { diskFolder } from '../../files/changes/disk.ts';
import type { Folder, Write } from '../../files/changes/folder.ts';
import { baselineText } from '../../lint/baseline.ts';
import type { Judgement } from '../../lint/engine.ts';
import { isOpen, type Finding } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import type { Acceptance } from '../../model/suppression.ts';
import type { World } from '../world.ts';
import { acceptedIn, baselineFolder } from './accepted.ts';
import { isCi } from './ci.ts';
import type { Judged } from './fix.ts';
import type { LintOptions } from './options.ts';

/** The findings that the baseline of a folder accepts. */
export function acceptedOnDisk(root: string): readonly Acceptance[] | undefined {
  const folder = diskFolder(root);
  const paths = folder.names(baselineFolder).map((name) => `${baselineFolder}/${name}`);
  return acceptedIn(paths, folder.read);
}

/**
 * What is left to report once the baseline has taken in what it was asked to, and has let go of what is gone. It lets go by
 * itself, but not in CI, where nobody would commit it; and it takes in only when asked, and never in CI.
 */
export async function afterBaseline(
  world: World,
  { root, judged, accepted }: { root: string; judged: Judged; accepted: readonly Acceptance[] | undefined },
  options: LintOptions,
): Promise<Judgement> {
  const { model, judgement } = judged;
  if (options.dryRun) return judgement;
  const asked = options.baseline === true;
  const fresh = judgement.findings.filter((one) => isOpen(one) && isAcceptable(one));
  if (asked && isCi(world) && fresh.length > 0) world.err(refusal(fresh.length));
  const grows = asked && !isCi(world) && fresh.length > 0;
  const shrinks = judgement.stale.length > 0 && (asked || letsGo(world, model, options));
  if (!grows && !shrinks) return judgement;
  const kept = (accepted ?? []).filter((one) => !shrinks || !judgement.stale.includes(one));
  await write(diskFolder(root), textsOf(kept, grows ? fresh : [], model), world);
  world.err(newsOf(grows ? fresh.length : 0, shrinks ? judgement.stale.length : 0));
  return settled(judgement, { grows, shrinks });
}

/** An entry that the baseline keeps about itself would never be taken out. */
const isAcceptable = ({ rule }: Finding): boolean => rule !== 'stale-baseline';

/** Only a whole run on a workspace that can be read tells that something is gone. */
const letsGo = (world: World, { services, unreadable }: Model, options: LintOptions): boolean =>
  !isCi(world) && options.watch !== true && services.length > 0 && unreadable.every(({ isData }) => isData === true);

const settled = (judgement: Judgement, done: { grows: boolean; shrinks: boolean }): Judgement => ({
  ...judgement,
  stale: done.shrinks ? [] : judgement.stale,
  findings: judgement.findings
    .filter((one) => !done.shrinks || isAcceptable(one))
    .map((one) => (done.grows && isAcceptable(one) ? { ...one, baseline: 'unchanged' as const } : one)),
});

/** Text by file. What stands there stays in its file; what is new goes to the file of its first context. */
function textsOf(kept: readonly Acceptance[], fresh: readonly Finding[], model: Model): ReadonlyMap<string, string> {
  const contexts = new Map(model.services.map(({ name, context }) => [name, context]));
  const placed = [
    ...kept.map((entry) => ({ file: entry.at.file, entry })),
    ...fresh.map(({ rule, fingerprint, message, services }) => {
      const [first = 'workspace'] = services.map((name) => contexts.get(name) ?? name).sort();
      return { file: `${baselineFolder}/${fileNameOf(first)}.jsonl`, entry: { rule, fingerprint, message } };
    }),
  ];
  const byFile = Map.groupBy(placed, ({ file }) => file);
  return new Map([...byFile].map(([file, list]) => [file, baselineText(list.map(({ entry }) => entry))]));
}

/** A name that every file system takes, and tells apart from others without regard to case. */
const fileNameOf = (context: string): string =>
  context
    .toLowerCase()
    .replace(/^@/, '')
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[.-]+/, '') || 'workspace';

/** Git is told that lines of both sides are kept where two branches change the same place. */
const attributes = '*.jsonl merge=union\n';

async function write(folder: Folder, texts: ReadonlyMap<string, string>, world: World): Promise<void> {
  const present = folder.names(baselineFolder).filter((name) => name.endsWith('.jsonl'));
  const paths = new Set([...present.map((name) => `${baselineFolder}/${name}`), ...texts.keys()]);
  const wanted = new Map<string, string | undefined>([...paths].map((path) => [path, texts.get(path)]));
  wanted.set(`${baselineFolder}/.gitattributes`, texts.size > 0 ? attributes : undefined);
  const writes = [...wanted].flatMap(([path, after]): Write[] => {
    const before = folder.read(path);
    return before === after ? [] : [{ path, before, after }];
  });
  await folder.write(writes, world.signal);
}

const entries = (count: number): string => `${count} finding${count === 1 ? '' : 's'}`;

const refusal = (count: number): string =>
  ` ! The baseline does not grow in CI: ${entries(count)} not accepted. Run msvc lint --baseline where you can commit it.\n`;

function newsOf(added: number, gone: number): string {
  const parts = [
    ...(added ? [`accepted ${entries(added)}`] : []),
    ...(gone ? [`dropped ${entries(gone)} that ${gone === 1 ? 'is' : 'are'} gone`] : []),
  ];
  return ` ${baselineFolder}: ${parts.join(', ')}. Commit it.\n`;
}
