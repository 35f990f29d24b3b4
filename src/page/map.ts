import { drawingOf } from '../graph/drawing.ts';
import type { Box, Drawing } from '../graph/types-drawing.ts';
import { choose, foldGroup, openOrFocus } from './acts.ts';
import { drawingKey, type App } from './app.ts';
import { cameraOn, type Camera } from './camera.ts';
import { byId, write } from './dom.ts';
import { fill, type Elements } from './elements.ts';
import { onMapKey } from './keys.ts';
import { litIn } from './lit.ts';
import { stepsIn } from './sequence.ts';
import { under } from './under.ts';

export type MapPart = {
  readonly camera: Camera;
  /** What is on the screen now. */
  readonly drawing: () => Drawing;
  readonly lineElements: (id: string) => readonly SVGElement[];
  readonly show: (id: string) => void;
  /** Puts the keyboard on a node. */
  readonly focus: (id?: string) => void;
};

/** The map: draws what the state says, and turns clicks and keys into state. */
export function mapOf(app: App): MapPart {
  const stage = byId('stage');
  const plane = byId('plane');
  const camera = cameraOn(stage, plane);
  let drawing: Drawing = { title: '', width: 0, height: 0, nodes: [], lines: [], regions: [] };
  let elements: Elements = { nodes: new Map(), lines: new Map(), line: () => [] };
  let turn = 0;
  const part: MapPart = {
    camera,
    drawing: () => drawing,
    lineElements: (id) => elements.line(id),
    show: (id) => {
      const box = boxIn(drawing, app.shown().homeOf.get(id) ?? id);
      if (box) camera.show(box);
    },
    focus: (id) => {
      const home = id === undefined ? roving(plane) : elements.nodes.get(app.shown().homeOf.get(id) ?? id);
      home?.focus({ preventScroll: true });
    },
  };
  const paint = (): void => lightUp(plane, elements, app);
  const draw = async (): Promise<void> => {
    const mine = (turn += 1);
    stage.setAttribute('aria-busy', 'true');
    await nextFrame();
    const next = await drawingIn(app);
    if (mine !== turn) return;
    drawing = next;
    // Before anything is put in: asked for its size afterwards, the browser would lay out all of it twice.
    camera.resize(drawing.width, drawing.height, drawing.sequence !== undefined);
    camera.fit();
    elements = fill(plane, drawing, app);
    plane.classList.toggle('downwards', drawing.sequence !== undefined);
    stage.setAttribute('aria-busy', 'false');
    byId('empty').hidden = drawing.nodes.length > 0;
    paint();
    const { selected } = app.state();
    if (selected !== undefined && (camera.scale() < 0.5 || stage.clientWidth < 700)) part.show(selected);
    write('hidden-lines', hiddenWords(drawing));
    document.documentElement.dataset['drawn'] = String(turn);
  };
  listen(app, part, { stage, plane });
  app.onChange((state, before) => {
    if (drawingKey(state) !== drawingKey(before)) void draw();
    else paint();
  });
  void draw();
  return part;
}

/** The view as it is shown now; a step has the same id however many are shown. */
function drawingIn(app: App): Promise<Drawing> {
  const ids = new Map(stepsIn(app.view()).map(({ id, step }) => [step, id]));
  return drawingOf(app.shown().view, (step) => ids.get(step) ?? '');
}

/** Lines that are only drawn when one of their ends is pointed at or chosen. */
function hiddenWords({ lines }: Drawing): string {
  const count = lines.filter(({ isFree }) => isFree).length;
  return count === 0 ? '' : `${count} lighter lines show when you point at an end`;
}

const nextFrame = (): Promise<void> =>
  new Promise((done) => {
    // A page in the background gets no frames.
    const timer = setTimeout(done, 50);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      setTimeout(done);
    });
  });

function lightUp(plane: HTMLElement, { nodes, lines, line }: Elements, app: App): void {
  const lit = litIn(app);
  for (const id of lit?.lines ?? []) line(id);
  const { selected } = app.state();
  const home = selected === undefined ? undefined : (app.shown().homeOf.get(selected) ?? selected);
  plane.classList.toggle('has-lit', lit !== undefined);
  for (const [id, element] of nodes) {
    element.classList.toggle('lit', lit?.nodes.has(id) ?? false);
    element.classList.toggle('chosen', id === home);
    element.setAttribute('aria-pressed', String(id === home));
  }
  for (const [id, parts] of lines)
    for (const element of parts) {
      element.classList.toggle('lit', lit?.lines.has(id) ?? false);
      element.classList.toggle('chosen', id === selected);
    }
}

type Ground = { readonly stage: HTMLElement; readonly plane: HTMLElement };

function listen(app: App, part: MapPart, { stage, plane }: Ground): void {
  stage.addEventListener('click', (event) => {
    if (stage.dataset['dragged'] === 'yes') return;
    const { node, line, fold } = under(event);
    if (fold !== undefined) foldGroup(app, fold);
    else if (node !== undefined) choose(app, node);
    else if (line !== undefined) app.go({ finding: undefined, from: undefined, to: undefined, selected: line });
    else app.go({ selected: undefined, finding: undefined });
  });
  stage.addEventListener('dblclick', (event) => {
    const { node } = under(event);
    if (node !== undefined) openOrFocus(app, node);
  });
  stage.addEventListener('pointerover', (event) => {
    for (const element of plane.querySelectorAll('.hover')) element.classList.remove('hover');
    const { node } = under(event);
    if (node === undefined || event.pointerType === 'touch') return;
    for (const { id, from, to } of part.drawing().lines)
      if (from === node || to === node) for (const element of part.lineElements(id)) element.classList.add('hover');
  });
  stage.addEventListener('keydown', (event) => onMapKey(event, app, part));
}

/** The one node that Tab reaches. */
const roving = (plane: HTMLElement): SVGElement | undefined =>
  plane.querySelector<SVGElement>('.node[tabindex="0"]') ?? undefined;

function boxIn({ nodes, lines }: Drawing, id: string): Box | undefined {
  const node = nodes.find((node) => node.id === id);
  if (node) return node;
  const line = lines.find((line) => line.id === id);
  if (!line) return undefined;
  const xs = line.points.map(({ x }) => x);
  const ys = line.points.map(({ y }) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
