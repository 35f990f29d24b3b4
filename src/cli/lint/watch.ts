import { resolve } from 'node:path';
import { errors, UserError } from '../../errors.ts';
import { diskFiles, isFolder } from '../../files/disk.ts';
import { remembering } from '../../files/keep.ts';
import { watchFolders } from '../../files/watch.ts';
import { folderOf } from '../../model/paths.ts';
import { openOf } from '../../report/lint/counts.ts';
import type { Format } from '../../report/lint/formats.ts';
import { renderChanges } from '../../report/lint/watch.ts';
import type { LintResult } from '../../report/types.ts';
import { failureText } from '../failure.ts';
import { keepingFor, nothingKept, type Keeping } from '../keeping.ts';
import { exitCodes, type World } from '../world.ts';
import type { Target } from './formats.ts';
import { outputOf, type LintOptions } from './options.ts';
import { reportIn, writeOutputs } from './outputs.ts';
import { styleOf } from './style.ts';

type Run = (keeping: Keeping) => Promise<LintResult>;

/** Milliseconds without a change before a run: an editor that saves all, or Git that switches a branch, is one change. */
const STILL = 150;

/** Judges again at every change, until Ctrl-C. What was read is held in memory. */
export async function watchLint(
  world: World,
  dir: string | undefined,
  { run, options, targets }: { run: Run; options: LintOptions; targets: readonly Target<Format>[] },
): Promise<number> {
  if (options.fix || options.staged || options.baseline === true)
    throw errors.unknownOption(
      '--watch only looks: it neither writes nor waits for a commit.',
      'Leave out the other flag.',
    );
  const root = resolve(world.cwd, dir ?? '.');
  const keeping = rememberedFor(root, options, world);
  const onLimit = once(() => world.err(' ! This system grants no more watches: some folders are not watched.\n'));
  const watching = watchFolders(root, world.signal, { stillFor: STILL, onLimit });
  const judged = async (): Promise<LintResult | undefined> => {
    if (!isFolder(root)) {
      watching.follow([]);
      throw errors.notAFolder(root);
    }
    watching.follow(foldersIn(root));
    return run(keeping).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      world.err(failureText(error));
      return undefined;
    });
  };
  let last = await judged();
  if (last) await writeOutputs(world, targets, outputOf(last, options));
  world.err(' Watching. Ctrl-C ends it.\n');
  for (let paths = await watching.next(); paths; paths = await watching.next()) {
    const result = await judged();
    if (!result) continue;
    await tell(world, { before: last, result, paths, options, targets });
    last = result;
  }
  return exitCodes.clean;
}

type News = {
  readonly before: LintResult | undefined;
  readonly result: LintResult;
  readonly paths: readonly string[];
  readonly options: LintOptions;
  readonly targets: readonly Target<Format>[];
};

/** People are told what changed; files and programs get the whole again. */
async function tell(world: World, { before, result, paths, options, targets }: News): Promise<void> {
  const output = outputOf(result, options);
  const isForPeople = ({ format, file }: Target<Format>): boolean => format === 'pretty' && file === undefined;
  await writeOutputs(
    world,
    targets.filter((target) => !isForPeople(target)),
    output,
  );
  if (!targets.some(isForPeople)) return;
  const report = reportIn(world, output, true);
  const cause = { time: world.now().toTimeString().slice(0, 8), paths };
  world.out(renderChanges(before ? openOf(before) : [], report, { ...styleOf(world), ...output, cause }));
}

function rememberedFor(root: string, { cache }: LintOptions, { env }: World): Keeping {
  const { facts, links, answers } = cache ? keepingFor(root, env) : nothingKept;
  return { facts: remembering(facts), links: remembering(links), answers: remembering(answers) };
}

/** Every folder that holds a file worth reading, and those above it. */
function foldersIn(root: string): readonly string[] {
  const folders = new Set(['']);
  for (const { path } of diskFiles(root).list())
    for (let at = folderOf(path); at !== '' && !folders.has(at); at = folderOf(at)) folders.add(at);
  return [...folders];
}

function once(say: () => void): () => void {
  let isSaid = false;
  return () => {
    if (!isSaid) say();
    isSaid = true;
  };
}
