import { basename, resolve } from 'node:path';
import { graphErrors } from '../../errors/graph.ts';
import type { View } from '../../graph/types.ts';
import { isTraced, tracedViews } from '../../graph/views/ids.ts';
import type { World } from '../world.ts';

const mostMistakes = 10;

/** The view with what a file of traces says of it. A span that cannot be read is told of; a file of none is an error. */
export async function withTraces(world: World, view: View, file: string): Promise<View> {
  if (!isTraced(view.id)) throw graphErrors.notForView('--traces', tracedViews, view.id);
  const [{ readText }, { readTraces }, { observed }] = await Promise.all([
    import('../../files/read-text.ts'),
    import('../../read/traces/index.ts'),
    import('../../graph/observed.ts'),
  ]);
  const text = readText(resolve(world.cwd, file));
  if (text === undefined) throw graphErrors.unreadable(file, 'there is no such file');
  const { spans, mistakes } = readTraces(text);
  const shown =
    mistakes.length > mostMistakes
      ? [...mistakes.slice(0, mostMistakes), `and ${mistakes.length - mostMistakes} more`]
      : mistakes;
  if (spans.length === 0) throw graphErrors.brokenTraces(file, shown);
  if (mistakes.length > 0)
    world.err(
      [` ⚠ ${file}: ${mistakes.length} places could not be read`, ...shown.map((one) => `   ${one}`), ''].join('\n'),
    );
  return observed(view, spans);
}

export async function tracesText(world: World, view: View, file: string): Promise<string> {
  const [{ renderObserved }, { styleOf }] = await Promise.all([
    import('../../report/map/observed.ts'),
    import('../lint/style.ts'),
  ]);
  return renderObserved(view, basename(file), styleOf(world));
}
