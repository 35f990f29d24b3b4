import type { View } from '../../graph/types.ts';
import type { Drawing } from '../../graph/types-drawing.ts';

/** A view with a place for everything, channels between the same services drawn together. */
async function drawn(view: View): Promise<Drawing> {
  const [{ channelsFolded }, { drawingOf }] = await Promise.all([
    import('../../graph/fold.ts'),
    import('../../graph/drawing.ts'),
  ]);
  return drawingOf(view.sequence ? view : channelsFolded(view).view);
}

/** A view as SVG. */
export async function svgOf(view: View): Promise<string> {
  const { renderSvg } = await import('../../report/svg/svg.ts');
  return renderSvg(await drawn(view));
}

/** A view as SVG that renderers without variables and media queries understand. */
export async function plainSvgOf(view: View): Promise<string> {
  const { renderPlainSvg } = await import('../../report/svg/svg.ts');
  return renderPlainSvg(await drawn(view), 'light');
}
