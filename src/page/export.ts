import type { Drawing } from '../graph/types-drawing.ts';
import { renderPlainSvg } from '../report/svg/svg.ts';
import type { App } from './app.ts';
import { announce, byId } from './dom.ts';
import type { MapPart } from './map.ts';
import { groundNow } from './theme.ts';

/** Canvases beyond this are refused by browsers. */
const longest = 12_000;

/** Saves what the map shows now as SVG or PNG. */
export function exportOf(app: App, map: MapPart): void {
  const name = `${app.data.name}-${app.view().id}`.replace(/[^\p{L}\p{N}._-]+/gu, '-');
  const titled = (): Drawing => ({ ...map.drawing(), title: app.view().title });
  byId('export-svg').addEventListener('click', () => {
    save(new Blob([renderPlainSvg(titled(), groundNow())], { type: 'image/svg+xml' }), `${name}.svg`);
  });
  byId('export-png').addEventListener('click', () => {
    pngOf(renderPlainSvg(titled(), groundNow())).then(
      (blob) => save(blob, `${name}.png`),
      () => announce('The picture is too large for this browser. Save it as SVG.'),
    );
  });
  byId('print').addEventListener('click', () => print());
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  announce(`Saved ${name}.`);
}

async function pngOf(text: string): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    image.src = address;
    await image.decode();
    const scale = Math.min(2, longest / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, fail) =>
      canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('no picture'))), 'image/png'),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}
