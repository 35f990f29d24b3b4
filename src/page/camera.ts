import type { Box, Point } from '../graph/types-drawing.ts';

const [least, most] = [0.04, 4];
/** Below this, words on lines are no longer read; below the other, only names are. */
const [far, farther] = [0.55, 0.32];

export type Camera = {
  readonly fit: () => void;
  /** Brings a box to the middle, and near enough to be read. */
  readonly show: (box: Box) => void;
  readonly zoom: (factor: number, at?: Point) => void;
  readonly pan: (x: number, y: number) => void;
  /** What reads downwards begins at its top, as wide as it can be read. */
  readonly resize: (width: number, height: number, isDownwards: boolean) => void;
  readonly scale: () => number;
};

/** Moves and scales `plane` within `stage`: pointers, two fingers, wheel. The rest is for keys and buttons. */
export function cameraOn(stage: HTMLElement, plane: HTMLElement): Camera {
  let [x, y, scale] = [0, 0, 1];
  let size: Size = { width: 1, height: 1, isDownwards: false };
  let settle: ReturnType<typeof setTimeout> | undefined;
  const apply = (): void => {
    plane.style.transform = `translate(${x}px,${y}px) scale(${scale})`;
    stage.classList.toggle('far', scale < far);
    stage.classList.toggle('farther', scale < farther);
    plane.classList.add('moving');
    clearTimeout(settle);
    settle = setTimeout(() => plane.classList.remove('moving'), 160);
  };
  const zoom = (factor: number, at: Point = middleOf(stage)): void => {
    const next = Math.min(most, Math.max(least, scale * factor));
    x = at.x - ((at.x - x) * next) / scale;
    y = at.y - ((at.y - y) * next) / scale;
    scale = next;
    apply();
  };
  const pan = (dx: number, dy: number): void => {
    x += dx;
    y += dy;
    apply();
  };
  const fit = (): void => {
    [x, y, scale] = fitted(stage.getBoundingClientRect(), size);
    apply();
  };
  const show = (box: Box): void => {
    const room = stage.getBoundingClientRect();
    scale = Math.max(scale, Math.min(0.9, room.width / (box.width + 160)));
    x = room.width / 2 - (box.x + box.width / 2) * scale;
    y = room.height / 2 - (box.y + box.height / 2) * scale;
    apply();
  };
  listen(stage, { zoom, pan });
  return {
    fit,
    show,
    zoom,
    pan,
    scale: () => scale,
    resize: (width, height, isDownwards) => {
      size = { width: Math.max(1, width), height: Math.max(1, height), isDownwards };
    },
  };
}

type Size = { readonly width: number; readonly height: number; readonly isDownwards: boolean };

/** All of it in the middle. A small drawing is not blown up much; on a small screen a big one stays legible. */
function fitted(room: Pick<Size, 'width' | 'height'>, size: Size): [number, number, number] {
  const whole = Math.min(room.width / size.width, (room.height - 24) / size.height);
  const isSmall = room.width < 700;
  if (size.isDownwards && whole < 0.8) return fromTop(room, size);
  const scale = Math.min(room.width > 2500 ? 2 : 1.15, Math.max(whole, isSmall ? 0.5 : least));
  const x = Math.max((room.width - size.width * scale) / 2, isSmall ? -8 : -Infinity);
  const y = Math.max((room.height - size.height * scale) / 2, isSmall ? 8 : -Infinity);
  return [x, y, scale];
}

function fromTop(room: Pick<Size, 'width'>, { width }: Size): [number, number, number] {
  const scale = Math.min(room.width > 2500 ? 1.6 : 1, Math.max(0.6, room.width / width));
  return [Math.max((room.width - width * scale) / 2, 0), 0, scale];
}

const middleOf = (stage: HTMLElement): Point => ({ x: stage.clientWidth / 2, y: stage.clientHeight / 2 });

function listen(stage: HTMLElement, { zoom, pan }: Pick<Camera, 'zoom' | 'pan'>): void {
  const pointers = new Map<number, Point>();
  const inStage = ({ clientX, clientY }: MouseEvent): Point => {
    const room = stage.getBoundingClientRect();
    return { x: clientX - room.left, y: clientY - room.top };
  };
  stage.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const step = event.deltaMode === 1 ? 16 : 1;
      if (event.ctrlKey || event.metaKey || !event.shiftKey)
        zoom(Math.exp(-event.deltaY * step * (event.ctrlKey ? 0.01 : 0.0016)), inStage(event));
      else pan(-(event.deltaX || event.deltaY) * step, 0);
    },
    { passive: false },
  );
  stage.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, inStage(event));
    stage.dataset['dragged'] = '';
  });
  stage.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = inStage(event);
    const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    const [other] = others;
    if (other) zoom(distance(now, other) / Math.max(1, distance(before, other)), other);
    else {
      if (stage.dataset['dragged'] === '' && distance(before, now) < 4) return;
      stage.dataset['dragged'] = 'yes';
      if (!stage.hasPointerCapture(event.pointerId)) stage.setPointerCapture(event.pointerId);
      pan(now.x - before.x, now.y - before.y);
    }
    pointers.set(event.pointerId, now);
  });
  for (const name of ['pointerup', 'pointercancel'] as const)
    stage.addEventListener(name, (event) => pointers.delete(event.pointerId));
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
