import { visible } from '../../model/visible.ts';

/** One element of a drawing, written as text by a command and made into elements by the page. */
export type Mark = {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (Mark | string)[];
};

export const mark = (
  tag: string,
  attributes: Mark['attributes'] = {},
  children: readonly (Mark | string)[] = [],
): Mark => ({ tag, attributes, children });

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as XML shows it; whatever a workspace names itself, it stays text. */
export const escaped = (text: string): string => visible(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? '');

/** A drawing as XML. Style is ours and goes in as it is. */
export function textOf({ tag, attributes, children }: Mark): string {
  const words = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`);
  const inside = children.map((child) =>
    typeof child === 'string' ? (tag === 'style' ? child : escaped(child)) : textOf(child),
  );
  const gap = tag === 'svg' || tag === 'defs' || attributes['class'] === 'layer' ? '\n' : '';
  if (inside.length === 0) return `<${tag}${words.join('')}/>`;
  return `<${tag}${words.join('')}>${gap}${inside.join(gap)}${gap}</${tag}>`;
}
