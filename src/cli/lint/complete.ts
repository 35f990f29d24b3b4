import { diskFiles } from '../../files/disk.ts';
import type { Files } from '../../files/files.ts';
import { keptFor, nowhere } from '../../files/keep.ts';
import type { Model } from '../../model/model.ts';
import type { Preset } from '../../model/rule.ts';
import { build } from '../version.ts';
import type { World } from '../world.ts';
import { breaksFor } from './breaks.ts';
import { historyFor } from './history.ts';
import { wantsBreaks, wantsHistory } from './judge.ts';

/** What is asked of a run beside the files as they lie. */
export type Beside = {
  /** Absolute. */
  readonly root: string;
  readonly world: World;
  /** The files that the model was read from, where they are as they were. */
  readonly files?: Files | undefined;
  /** The commit that the run compares with, where it does. */
  readonly base?: string;
  /** The rules that are on, where the run says so. */
  readonly preset?: Preset | undefined;
  /** Whether what is gathered may be kept between runs. */
  readonly cache?: boolean;
  /** The model is of that commit, not of what lies there now: nothing is a change of it. */
  readonly isPast?: boolean;
};

/**
 * Adds to a linked model what no file says by itself: one line for each, a module of its own behind it.
 * Runs after the model was kept, so nothing added here is remembered between runs.
 */
export async function complete(model: Model, beside: Beside): Promise<Model> {
  return { ...model, ...historyIn(model, beside), ...(await breaksIn(model, beside)) };
}

async function breaksIn(
  model: Model,
  { root, world, files = diskFiles(root), base, preset, isPast, cache = true }: Beside,
): Promise<Pick<Model, 'breaks'>> {
  if (isPast || !wantsBreaks(model, { preset })) return {};
  const kept = cache && build !== undefined ? keptFor(root, 'breaks', world.env) : nowhere;
  const breaks = await breaksFor(files, { base, kept });
  return breaks ? { breaks } : {};
}

function historyIn(model: Model, { root, world, preset, cache = true }: Beside): Pick<Model, 'history'> {
  if (!wantsHistory(model, { preset })) return {};
  const history = historyFor(model, { root, env: world.env, cache });
  return history ? { history } : {};
}
