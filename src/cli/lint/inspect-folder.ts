import type { Files } from '../../files/files.ts';
import type { Model } from '../../model/model.ts';
import { inspect } from '../inspect.ts';
import type { Keeping } from '../keeping.ts';
import type { World } from '../world.ts';
import { resolve } from 'node:path';

export type Inspected = {
  readonly model: Model;
  /** What it was read from. */
  readonly files: Files;
  /** Absolute. */
  readonly root: string;
  readonly seconds: number;
  /** Milliseconds by stage, from the start of the process. */
  readonly timing: Readonly<Record<string, number>>;
};

/** Reads and links the folder that a command was given. */
export async function inspectFolder(
  world: World,
  dir: string | undefined,
  { cache, keeping }: { readonly cache: boolean; readonly keeping?: Keeping | undefined },
): Promise<Inspected> {
  const root = resolve(world.cwd, dir ?? '.');
  const started = performance.now();
  const { model, files, timing } = await inspect(root, { cache, keeping, env: world.env });
  const seconds = (performance.now() - started) / 1000;
  return { model, files, root, seconds, timing: { start: started, ...timing } };
}
