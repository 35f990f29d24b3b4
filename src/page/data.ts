import type { PageData } from '../graph/types-page.ts';

const packed = 'packed:';

/** What the page shows stands in it as JSON, packed where it is long; src/report/html writes it. */
export async function dataIn(text: string): Promise<PageData> {
  if (!text.startsWith(packed)) return JSON.parse(text);
  const bytes = Uint8Array.from(atob(text.slice(packed.length)), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return JSON.parse(await new Response(stream).text());
}
