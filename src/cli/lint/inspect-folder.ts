import type { Model } from '../../model/model.ts';
import { inspect } from '../inspect.ts';
import type { World } from '../world.ts';
import { resolve } from 'node:path';

export type Inspected = {
  readonly model: Model;
  /** Absolute. */
  readonly root: string;
  readonly seconds: number;
  /** Where the time went, a line for each stage. */
  readonly timing: string;
};

/** Reads and links the folder that a command was given. */
export async function inspectFolder(
  world: World,
  dir: string | undefined,
  options: { cache: boolean },
): Promise<Inspected> {
  const root = resolve(world.cwd, dir ?? '.');
  const started = performance.now();
  const { model, timing } = await inspect(root, { cache: options.cache, env: world.env });
  const seconds = (performance.now() - started) / 1000;
  return { model, root, seconds, timing: timingText(timing) };
}

const timingText = (timing: Readonly<Record<string, number>>): string =>
  Object.entries(timing)
    .map(([stage, ms]) => ` ${stage.padEnd(10)}${ms.toFixed(0).padStart(6)} ms\n`)
    .join('');
