import type { Model } from '../../model/model.ts';
import type { Preset } from '../../model/rule.ts';
import type { World } from '../world.ts';
import { breaksFor } from './breaks.ts';
import { historyFor } from './history.ts';
import { wantsBreaks, wantsHistory } from './judge.ts';

/** What is asked of a run beside the files as they lie. */
export type Beside = {
  /** Absolute. */
  readonly root: string;
  readonly world: World;
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
  return { ...model, ...(await historyIn(model, beside)), ...(await breaksIn(model, beside)) };
}

async function breaksIn(model: Model, { root, base, preset, isPast }: Beside): Promise<Pick<Model, 'breaks'>> {
  if (isPast || !wantsBreaks(model, { preset })) return {};
  const breaks = await breaksFor(root, base);
  return breaks ? { breaks } : {};
}

async function historyIn(model: Model, { root, world, preset, cache = true }: Beside): Promise<Pick<Model, 'history'>> {
  if (!wantsHistory(model, { preset })) return {};
  const history = await historyFor(model, { root, env: world.env, cache });
  return history ? { history } : {};
}
