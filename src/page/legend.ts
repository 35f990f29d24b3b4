import { lineMark } from '../report/svg/line.ts';
import { mark } from '../report/svg/mark.ts';
import { legendOf } from '../report/svg/svg.ts';
import type { View } from '../graph/types.ts';
import type { App } from './app.ts';
import { byId, h, svg } from './dom.ts';

/** What the lines and marks of this view mean. */
export function legendPart(app: App): void {
  let built = '';
  const draw = (): void => {
    const { id, lines, nodes } = app.view();
    if (built === id) return;
    built = id;
    const entries = legendOf(lines).map(({ kind, words }) => h('li', {}, sample(kind), words));
    if (nodes.some(({ findings }) => findings.length > 0))
      entries.push(
        h('li', {}, h('span', { class: 'sign error' }), 'error'),
        h('li', {}, h('span', { class: 'sign warning' }), 'warning'),
      );
    entries.push(...laidEntries(app.view()));
    byId('legend').replaceChildren(...entries);
    byId('legend').hidden = entries.length === 0;
  };
  app.onChange(draw);
  draw();
}

/** What a comparison and traces draw. */
function laidEntries({ nodes, lines }: View): readonly HTMLElement[] {
  const changes = new Set([...nodes, ...lines].map(({ change }) => change));
  const states = new Set(lines.map(({ observed }) => observed?.state));
  return [
    ...(changes.has('added') ? ['+ added'] : []),
    ...(changes.has('removed') ? ['− removed'] : []),
    ...(changes.has('changed') ? ['~ changed'] : []),
    ...(states.has('unseen') ? ['faint: never seen'] : []),
  ].map((words) => h('li', {}, words));
}

function sample(kind: ReturnType<typeof legendOf>[number]['kind']): SVGElement {
  const points = [
    { x: 2, y: 7 },
    { x: 36, y: 7 },
  ];
  const line = lineMark({ id: kind, from: '', to: '', kind, label: '', weight: 1, points });
  return svg(mark('svg', { class: 'map sample', width: 40, height: 14, 'aria-hidden': 'true' }, [line]));
}
