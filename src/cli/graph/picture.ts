import type { View } from '../../graph/types.ts';
import type { Drawing } from '../../graph/types-drawing.ts';

/** A view with a place for everything, channels between the same services drawn together. */
async function drawingOf(view: View): Promise<Drawing> {
  const [{ channelsFolded }, { sketchOf }, { layoutOf }] = await Promise.all([
    import('../../graph/fold.ts'),
    import('../../graph/sketch.ts'),
    import('../../graph/layout/layout.ts'),
  ]);
  return layoutOf(sketchOf(channelsFolded(view).view));
}

/** A view as SVG. */
export async function svgOf(view: View): Promise<string> {
  const { renderSvg } = await import('../../report/svg/svg.ts');
  return renderSvg(await drawingOf(view));
}

/** A view as SVG that renderers without variables and media queries understand. */
export async function plainSvgOf(view: View): Promise<string> {
  const { renderPlainSvg } = await import('../../report/svg/svg.ts');
  return renderPlainSvg(await drawingOf(view), 'light');
}
