import type { App } from './app.ts';
import { h } from './dom.ts';
import type { MapPart } from './map.ts';
import { heading, lineEntry, nodeButton, section } from './panel-parts.ts';
import { pathBetween } from './walk.ts';

/** The way from one node to another, line by line; or the question where it shall lead. */
export function aboutPath(app: App, map: MapPart): readonly HTMLElement[] {
  const { from = '', to } = app.state();
  const stop = h('button', { type: 'button', onclick: () => app.go({ from: undefined, to: undefined }) }, 'End');
  const turn = h('button', { type: 'button', onclick: () => app.go({ from: to, to: from }) }, 'Other way round');
  if (to === undefined)
    return [
      heading('path', 'Where to?'),
      h('p', {}, 'From ', nodeButton(app, map, from), '. Choose the other end on the map, or search for it.'),
      h('div', { class: 'actions' }, stop),
    ];
  const path = pathBetween(app.view(), from, to);
  const ends = h('div', { class: 'ends' }, nodeButton(app, map, from), h('span', {}, '→'), nodeButton(app, map, to));
  const hops = path?.length ?? 0;
  return [
    heading('path', path ? `${hops} ${hops === 1 ? 'step' : 'steps'}` : 'No way'),
    ends,
    h('div', { class: 'actions' }, turn, stop),
    ...(path
      ? section(
          'Step by step',
          hops,
          h('ol', { class: 'steps' }, ...path.map((line) => h('li', {}, lineEntry(app, map, line, line.to)))),
        )
      : [h('p', {}, 'No call or event leads from the first to the second.')]),
  ];
}
