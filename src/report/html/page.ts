import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import type { PageData } from '../../graph/types-page.ts';
import { escaped } from '../svg/mark.ts';
import { pageColours, shapes } from '../svg/style.ts';

/** What `npm run build` made of src/page. */
export type PageParts = { readonly html: string; readonly style: string; readonly script: string };

/** One file that holds all it needs. Its policy lets nothing run or load but what stands in it here. */
export function renderPage(data: PageData, parts: PageParts): string {
  const style = pageColours + shapes + parts.style;
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(parts.script)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const words: Readonly<Record<string, string>> = {
    policy,
    style,
    title: escaped(data.name),
    data: dataOf(data),
    script: parts.script,
  };
  return parts.html.replace(/\{\{(\w+)\}\}/g, (all, name: string) => words[name] ?? all);
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** Long data is packed; the page unpacks it. */
const longest = 400_000;

function dataOf(data: PageData): string {
  const json = jsonOf(data);
  return json.length <= longest ? json : `packed:${deflateRawSync(json, { level: 9 }).toString('base64')}`;
}

/** JSON that ends no element and begins no comment, whatever a workspace calls itself. */
const jsonOf = (data: PageData): string =>
  JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
