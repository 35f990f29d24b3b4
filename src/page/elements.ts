import type { Box, Drawing, DrawnLine, DrawnNode } from '../graph/types-drawing.ts';
import type { ViewNode } from '../graph/types.ts';
import { labelMarks, lineMark, regionMarks } from '../report/svg/line.ts';
import { mark } from '../report/svg/mark.ts';
import { nodeMark } from '../report/svg/node.ts';
import { sequenceMarks } from '../report/svg/sequence.ts';
import { tips } from '../report/svg/tips.ts';
import type { App } from './app.ts';
import { svg } from './dom.ts';
import { spoken } from './words.ts';

/** What was drawn, by id. Of `lines` those that have been seen. */
export type Elements = {
  readonly nodes: Map<string, SVGElement>;
  readonly lines: Map<string, readonly SVGElement[]>;
  /** A line's elements; one that lies across the others is made when it is first asked for, and there may be thousands. */
  readonly line: (id: string) => readonly SVGElement[];
};

/** Puts a drawing on the page. */
export function fill(plane: HTMLElement, drawing: Drawing, app: App): Elements {
  const byName = new Map(app.shown().view.nodes.map((node) => [node.id, node]));
  const elements = { nodes: new Map<string, SVGElement>(), lines: new Map<string, readonly SVGElement[]>() };
  const root = rootFor(drawing, app);
  const layer = (name: string): SVGElement => {
    const made = svg(mark('g', { class: name }));
    root.append(made);
    return made;
  };
  const regions = layer('regions');
  for (const region of drawing.regions) regions.append(...regionMarks(region).map(svg), unfolded(region, app));
  regions.append(...sequenceMarks(drawing).map(svg));
  const lines = layer('lines');
  const across = new Map(drawing.lines.filter(({ isFree }) => isFree).map((line) => [line.id, line]));
  const put = (line: DrawnLine): readonly SVGElement[] => {
    const { drawn, hit, words } = lineElements(line);
    lines.append(drawn, ...(line.isFree ? [] : [hit]));
    elements.lines.set(line.id, [drawn, ...words]);
    return words;
  };
  const labels = drawing.lines.filter(({ isFree }) => !isFree).flatMap(put);
  layer('words').append(...labels);
  const nodes = layer('nodes');
  for (const node of drawing.nodes) {
    const element = nodeElement(node, byName.get(node.id));
    elements.nodes.set(node.id, element);
    nodes.append(element);
  }
  elements.nodes.values().next().value?.setAttribute('tabindex', '0');
  plane.replaceChildren(root);
  const line = (id: string): readonly SVGElement[] => {
    const later = across.get(id);
    if (later && !elements.lines.has(id)) put(later);
    return elements.lines.get(id) ?? [];
  };
  return { ...elements, line };
}

const rootFor = ({ width, height, nodes }: Drawing, app: App): SVGElement =>
  svg(
    mark(
      'svg',
      {
        class: 'map',
        width,
        height,
        viewBox: `0 0 ${width} ${height}`,
        role: 'group',
        'aria-label': `${app.view().title}: ${nodes.length} on the map. Arrow keys go from one to the next.`,
      },
      [tips],
    ),
  );

/** A line, what can be pointed at of it, and its words. */
function lineElements(line: DrawnLine) {
  const drawn = svg(lineMark(line));
  const hit = svg({
    tag: 'path',
    attributes: { class: 'hit', d: drawn.getAttribute('d') ?? '' },
    children: [],
  });
  const words = labelMarks(line).map(svg);
  for (const element of [drawn, hit, ...words]) element.dataset['line'] = line.id;
  return { drawn, hit, words };
}

function nodeElement(node: DrawnNode, viewNode: ViewNode | undefined): SVGElement {
  const element = svg(nodeMark(node));
  element.dataset['node'] = node.id;
  element.setAttribute('role', 'button');
  element.setAttribute('tabindex', '-1');
  // Words in shapes of their own are read as words of their own.
  for (const words of element.querySelectorAll('text')) words.before(' ');
  element.setAttribute('aria-label', labelFor(node, viewNode));
  return element;
}

/** What is written into the node, in that order, and then what its shape and marks say. */
function labelFor({ text, errors, warnings, title }: DrawnNode, viewNode: ViewNode | undefined): string {
  const count = errors + warnings;
  const found = errors === 0 ? 'warnings' : warnings === 0 ? 'errors' : `findings, ${errors} of them errors`;
  const words = viewNode ? spoken(viewNode) : title;
  return [text.join(' '), ...(count > 0 ? [`${count} ${count === 1 ? found.slice(0, -1) : found}`] : []), words].join(
    ' ',
  );
}

/** The corner of a region that folds it up. */
function unfolded(
  { id, name, x, y, width }: Box & { readonly id: string; readonly name: string },
  app: App,
): SVGElement {
  const isFoldable = app.shown().whole.groups.some((group) => group.id === id && group.parent === undefined);
  if (!isFoldable) return svg(mark('g'));
  return svg(
    mark('g', { class: 'fold', role: 'button', tabindex: -1, 'data-fold': id, 'aria-label': `Fold ${name}` }, [
      mark('rect', { x: x + width - 30, y: y + 7, width: 22, height: 18, rx: 5 }),
      mark('path', { d: `M${x + width - 24},${y + 16}h10` }),
    ]),
  );
}
