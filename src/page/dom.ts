import { visible } from '../model/visible.ts';
import type { Mark } from '../report/svg/mark.ts';

type Child = Node | string | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>;

/** An element. Text becomes text, never markup; `onclick` and its like take functions. */
export function h(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, visible(String(value)));
  }
  for (const child of children)
    if (child !== undefined && child !== false) element.append(typeof child === 'string' ? visible(child) : child);
  return element;
}

const svgSpace = 'http://www.w3.org/2000/svg';

/** A drawing's element, its text as text. */
export function svg({ tag, attributes, children }: Mark): SVGElement {
  const element = document.createElementNS(svgSpace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, visible(String(value)));
  for (const child of children) element.append(typeof child === 'string' ? visible(child) : svg(child));
  return element;
}

/** The element with this id; the page is ours, so that it must be there. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no ${id}`);
  return element;
}

/** An icon of one path on a ground of 16 by 16. */
export function icon(d: string): SVGElement {
  return svg({
    tag: 'svg',
    attributes: { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' },
    children: [{ tag: 'path', attributes: { d }, children: [] }],
  });
}

/** Writes text into an element of the page. */
export const write = (id: string, words: string): void => {
  byId(id).textContent = visible(words);
};

/** Says something to those who cannot see what changed. */
export const announce = (words: string): void => write('status', words);
