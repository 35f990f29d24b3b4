import { resolve } from 'node:path';
import { graphErrors } from '../../errors/graph.ts';
import { exitCodes, type World } from '../world.ts';
import type { GraphOptions } from './options.ts';

type Checked = { readonly text: string; readonly file: string; readonly options: GraphOptions };

/** Compares a committed map with what the code says; with `--update` writes it. Answers with the exit code. */
export async function checked(world: World, { text, file, options }: Checked): Promise<number> {
  const path = resolve(world.cwd, file);
  const { readText } = await import('../../files/read-text.ts');
  const committed = readText(path);
  if (options.update) {
    if (committed === text) world.err(` ${file} is what the code says.\n`);
    else {
      (await import('../../files/write-text.ts')).writeText(path, text);
      world.err(` ${file} ${committed === undefined ? 'is written' : 'is brought up to date'}.\n`);
    }
    return exitCodes.clean;
  }
  if (committed === undefined) throw graphErrors.noMap(file);
  const [{ mapDifference }, { styleOf }] = await Promise.all([
    import('../../report/map/difference.ts'),
    import('../lint/style.ts'),
  ]);
  const difference = mapDifference({ committed, text, file, format: options.format });
  if ('mistake' in difference) throw graphErrors.brokenMap(file, difference.mistake);
  if (difference.lines.length === 0) {
    world.out(` ✓ ${file} is what the code says.\n`);
    return exitCodes.clean;
  }
  const { renderDifference } = await import('../../report/map/difference.ts');
  world.out(renderDifference(difference.lines, file, styleOf(world)));
  return exitCodes.findings;
}
