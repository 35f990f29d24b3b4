import type { DrawnNode } from '../graph/types-drawing.ts';
import { choose, openOrFocus } from './acts.ts';
import type { App } from './app.ts';
import { byId } from './dom.ts';
import type { MapPart } from './map.ts';
import { nextNode } from './steps.ts';
import { under } from './under.ts';

const arrows = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' } as const;
const isArrow = (key: string): key is keyof typeof arrows => Object.hasOwn(arrows, key);

/** Keys on the map: arrows walk, Enter looks, f focuses, + - 0 zoom. */
export function onMapKey(event: KeyboardEvent, app: App, part: MapPart): void {
  const { node } = under(event);
  const { key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (isArrow(key)) {
    const here = part.drawing().nodes.find(({ id }) => id === node);
    const next = nextNode(part.drawing().nodes, here, arrows[key]);
    if (next) part.focus(next.id);
    if (next && !event.shiftKey) keepInSight(part, next);
  } else if (node !== undefined && (key === 'Enter' || key === ' ')) choose(app, node);
  else if (node !== undefined && key === 'f') openOrFocus(app, node);
  else if (key === '+' || key === '=') part.camera.zoom(1.25);
  else if (key === '-') part.camera.zoom(0.8);
  else if (key === '0') part.camera.fit();
  else return;
  event.preventDefault();
}

function keepInSight({ camera, focus }: MapPart, node: DrawnNode): void {
  const stage = byId('stage').getBoundingClientRect();
  focus(node.id);
  const box = document.activeElement?.getBoundingClientRect();
  if (!box) return;
  const isIn = box.left >= stage.left && box.right <= stage.right && box.top >= stage.top && box.bottom <= stage.bottom;
  if (!isIn) camera.show(node);
}
