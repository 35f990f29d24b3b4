import type { Model } from '../../model/model.ts';
import type { World } from '../world.ts';

/** What is asked of a run beside the files as they lie. */
export type Beside = {
  /** Absolute. */
  readonly root: string;
  readonly world: World;
  /** The commit that the run compares with, where it does. */
  readonly base?: string;
};

/**
 * Adds to a linked model what no file says by itself: one line for each, a module of its own behind it.
 * Runs after the model was kept, so nothing added here is remembered between runs.
 */
export async function complete(model: Model, _beside: Beside): Promise<Model> {
  return model;
}
