import type { View, ViewId } from '../../graph/types.ts';
import type { Model } from '../../model/model.ts';
import { renderers, type MapFormat } from '../../report/map/formats.ts';
import type { World } from '../world.ts';
import type { GraphOptions } from './options.ts';

type Drawn = {
  readonly view: View;
  readonly model: Model;
  /** The folder of the workspace, absolute. */
  readonly root: string;
  readonly options: GraphOptions;
  /** Another view of the same, painted and narrowed in the same way. */
  readonly another: (id: ViewId) => Promise<View>;
};

/** The view in the format that was asked for. */
export async function rendered(world: World, drawn: Drawn): Promise<string | Uint8Array> {
  const { view, model, options } = drawn;
  const { format } = options;
  if (options.diff !== undefined && (format === 'text' || format === 'markdown'))
    return changes(world, view, options.diff, format);
  if (options.traces !== undefined && format === 'text')
    return (await import('./traces.ts')).tracesText(world, view, options.traces);
  if (format === 'text') return textMap(world, drawn);
  if (format === 'svg') return (await import('./picture.ts')).svgOf(view);
  if (format === 'png') return png(view);
  if (format === 'html') return page(drawn);
  if (format === 'json' && isContract(view, options)) {
    const [{ renderGraphJson }, { graphOf, graphWithin }] = await Promise.all([
      import('../../report/graph-json.ts'),
      import('../../graph/services.ts'),
    ]);
    return renderGraphJson(isNarrowed(options) ? graphWithin(graphOf(model), view) : graphOf(model));
  }
  const render = await renderers[format]();
  return render(isDrawn.has(format) ? (await import('../../graph/fold.ts')).channelsFolded(view).view : view);
}

/** Pictures: what lies between the same ends is drawn as one. */
const isDrawn = new Set<MapFormat>(['mermaid', 'dot', 'd2', 'plantuml']);

/** The services as they are have a contract of their own; whatever is laid over them is the business of views. */
const isContract = ({ id }: View, { collapse, findings, diff, traces }: GraphOptions): boolean =>
  id === 'services' && collapse === undefined && diff === undefined && traces === undefined && !findings;

const isNarrowed = ({ only, hide, focus }: GraphOptions): boolean => only.length + hide.length + focus.length > 0;

async function changes(world: World, view: View, base: string, format: 'text' | 'markdown'): Promise<string> {
  const [{ changesOnly }, { renderChanges, renderChangesMarkdown }, { styleOf }] = await Promise.all([
    import('../../graph/compare.ts'),
    import('../../report/map/changes.ts'),
    import('../lint/style.ts'),
  ]);
  const changed = changesOnly(view);
  return format === 'text' ? renderChanges(changed, base, styleOf(world)) : renderChangesMarkdown(changed, base);
}

/** Services that fit are a tree of who waits for whom, many of them an overview in layers; every other view, and what is narrowed, goes node by node. */
async function textMap(world: World, { view, model, options }: Drawn): Promise<string> {
  const [{ renderViewText, fits }, { styleOf }] = await Promise.all([
    import('../../report/map/text.ts'),
    import('../lint/style.ts'),
  ]);
  const style = styleOf(world);
  const isPlain = view.id === 'services' && isContract(view, options) && !isNarrowed(options) && !options.unresolved;
  if (isPlain && (model.services.length <= mostInTree || view.nodes.length === 0)) {
    const [{ renderTextMap }, { graphOf }, { eventChannels }, { sharedIn }] = await Promise.all([
      import('../../report/text-map.ts'),
      import('../../graph/services.ts'),
      import('../../graph/channels.ts'),
      import('./shared.ts'),
    ]);
    const graph = graphOf(model);
    const tree = renderTextMap({ ...graph, channels: eventChannels(graph) }, style, sharedIn(model, world));
    if (fits(tree, style)) return tree;
  }
  if (isPlain && model.services.length > mostInTree) {
    const [{ renderOverview }, { overviewOf }] = await Promise.all([
      import('../../report/map/overview.ts'),
      import('../../graph/overview.ts'),
    ]);
    const overview = overviewOf(view);
    if (overview.by !== undefined) return renderOverview(overview, model.services.length, style);
  }
  const { channelsFolded } = await import('../../graph/fold.ts');
  return renderViewText(view.sequence ? view : channelsFolded(view).view, style);
}

const mostInTree = 40;

async function png(view: View): Promise<Uint8Array> {
  const [{ pngOf }, { plainSvgOf }] = await Promise.all([import('./png.ts'), import('./picture.ts')]);
  return pngOf(await plainSvgOf(view));
}

/** A page holds every view that needs no further question, unless one is asked for. */
async function page({ view, root, options, another }: Drawn): Promise<string> {
  const isOne =
    options.view !== undefined || view.id !== 'services' || isNarrowed(options) || options.collapse !== undefined;
  const others: readonly ViewId[] = isOne ? [] : ['contexts', 'events', 'data', 'saga', 'deploy'];
  const views = await Promise.all(others.map(another));
  const { pageOf } = await import('./page.ts');
  return pageOf([view, ...views.filter(({ nodes }) => nodes.length > 0)], root);
}
