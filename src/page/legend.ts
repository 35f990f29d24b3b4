import { lineMark } from '../report/svg/line.ts';
import { mark } from '../report/svg/mark.ts';
import { legendOf } from '../report/svg/svg.ts';
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
    byId('legend').replaceChildren(...entries);
    byId('legend').hidden = entries.length === 0;
  };
  app.onChange(draw);
  draw();
}

function sample(kind: ReturnType<typeof legendOf>[number]['kind']): SVGElement {
  const points = [
    { x: 2, y: 7 },
    { x: 36, y: 7 },
  ];
  const line = lineMark({ id: kind, from: '', to: '', kind, label: '', weight: 1, points });
  return svg(mark('svg', { class: 'map sample', width: 40, height: 14, 'aria-hidden': 'true' }, [line]));
}
