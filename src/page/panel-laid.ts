import type { Change, Observed, View, ViewLine } from '../graph/types.ts';
import type { App } from './app.ts';
import { h } from './dom.ts';
import type { MapPart } from './map.ts';
import { lineEntry, list, nodeButton, section } from './panel-parts.ts';

/** What is laid over the whole view: what a comparison found, and what traces say. */
export const aboutLaid = (app: App, map: MapPart): readonly HTMLElement[] => [
  ...changesIn(app, map),
  ...tracesIn(app, map),
];

const order: readonly Change[] = ['added', 'removed', 'changed'];
const titles: Readonly<Record<Change, string>> = { added: 'Added', removed: 'Removed', changed: 'Changed' };

function changesIn(app: App, map: MapPart): readonly HTMLElement[] {
  const { nodes, lines } = app.view();
  return order.flatMap((change) => {
    const own = nodes.filter((node) => node.change === change).map(({ id }) => nodeButton(app, map, id));
    const between = lines.filter((line) => line.change === change).map((line) => lineButton(app, map, line));
    return section(titles[change], own.length + between.length, list([...own, ...between], 12));
  });
}

const states: readonly (readonly [Observed['state'], string, string])[] = [
  ['unknown', 'Seen, not on the map', 'Traces tell of these, and the code does not.'],
  ['unseen', 'Never seen', 'Dead, rare, or not recorded.'],
  ['seen', 'Seen', ''],
];

function tracesIn(app: App, map: MapPart): readonly HTMLElement[] {
  return states.flatMap(([state, title, words]) => {
    const lines = observedAs(app.view(), state);
    const said = words === '' ? [] : [h('p', { class: 'soft' }, words)];
    return section(title, lines.length, ...said, list(lines.map((line) => lineButton(app, map, line))));
  });
}

const observedAs = ({ lines }: View, state: Observed['state']): readonly ViewLine[] =>
  lines
    .filter(({ observed }) => observed?.state === state)
    .toSorted((a, b) => (b.observed?.count ?? 0) - (a.observed?.count ?? 0));

/** A line as its two ends, and what is said of it. */
function lineButton(app: App, map: MapPart, line: ViewLine): HTMLElement {
  const names = new Map(app.view().nodes.map(({ id, name }) => [id, name]));
  return h(
    'div',
    { class: 'laid' },
    h('bdi', { class: 'soft' }, names.get(line.from) ?? ''),
    lineEntry(app, map, line, line.to),
  );
}
