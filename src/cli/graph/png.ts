import { pictureErrors } from '../../errors/picture.ts';

/** Sharp on dense screens; a large picture is drawn smaller, down to as it is. */
const [sharp, longest] = [2, 16_000];

/** An SVG without variables as PNG, drawn by resvg with the fonts of this machine. */
export async function pngOf(svg: string): Promise<Uint8Array> {
  const { Resvg } = await rasteriser();
  const font = { loadSystemFonts: true };
  const probe = new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg"><text y="20" font-family="sans-serif">x</text></svg>`,
    { font },
  );
  if (probe.getBBox() === undefined) throw pictureErrors.noFonts();
  const { width, height } = new Resvg(svg);
  const value = Math.min(sharp, longest / Math.max(width, height));
  return new Resvg(svg, { font, fitTo: { mode: 'zoom', value } }).render().asPng();
}

async function rasteriser() {
  try {
    return await import('@resvg/resvg-js');
  } catch {
    throw pictureErrors.noRasteriser();
  }
}
