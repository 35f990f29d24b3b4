import { graphErrors } from '../../errors/graph.ts';
import type { View, ViewId } from '../../graph/types.ts';
import { baseOf } from '../lint/base.ts';
import type { Inspected } from '../lint/inspect-folder.ts';
import type { World } from '../world.ts';
import type { GraphOptions } from './options.ts';

type Against = { readonly ref: string; readonly after: View; readonly id: ViewId; readonly options: GraphOptions };

/** The view with what changed since this branch left a commit. The base is read from Git's objects; the work tree stays as it is. */
export async function viewAgainst(
  world: World,
  { root }: Inspected,
  { ref, after, id, options }: Against,
): Promise<View> {
  if (id === 'request' || id === 'modules')
    throw graphErrors.notForView('--diff', ['services', 'contexts', 'events', 'data', 'saga', 'deploy'], id);
  const base = baseOf(root, { since: ref });
  const [{ inspectState }, { viewOf }, { compared }] = await Promise.all([
    import('../lint/states.ts'),
    import('../../graph/views/index.ts'),
    import('../../graph/compare.ts'),
  ]);
  if (base?.commit === undefined) return after;
  const { model } = inspectState(world, root, { cache: options.cache, state: { commit: base.commit } });
  return compared(viewOf(id, model), after);
}
