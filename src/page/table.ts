import type { View, ViewNode } from '../graph/types.ts';
import { choose } from './acts.ts';
import type { App } from './app.ts';
import { byId, h } from './dom.ts';
import { stepsTable } from './table-steps.ts';
import { kindOf } from './words.ts';

/** The map as a table: the same nodes and lines in words. It is what is printed below the map, too. */
export function tableOf(app: App): void {
  const root = document.documentElement;
  const holder = byId('table');
  let key = '';
  const draw = (): void => {
    const { table, view, focus, depth, filters } = app.state();
    root.classList.toggle('as-table', table);
    byId('table-toggle').setAttribute('aria-pressed', String(table));
    const next = JSON.stringify([table, view, focus, depth, filters]);
    if (next === key || !table) return;
    key = next;
    holder.replaceChildren(tableFor(app));
  };
  byId('table-toggle').addEventListener('click', () => app.go({ table: !app.state().table }));
  addEventListener('beforeprint', () => {
    if (!app.state().table && app.shown().view.nodes.length <= 400) holder.replaceChildren(tableFor(app));
  });
  app.onChange(draw);
  draw();
}

const columns = ['Name', 'Kind', 'Context', 'Owner', 'Waits for', 'Sends to', 'Hears from', 'Data', 'Findings'];

function tableFor(app: App): HTMLElement {
  const { view } = app.shown();
  if (view.sequence) return stepsTable(app);
  const names = new Map(view.nodes.map(({ id, name }) => [id, name]));
  const leaving = Map.groupBy(view.lines, ({ from }) => from);
  const coming = Map.groupBy(view.lines, ({ to }) => to);
  const ends = (lines: View['lines'] | undefined, kind: string, end: 'from' | 'to'): string =>
    (lines ?? [])
      .filter((line) => line.kind === kind)
      .map((line) => names.get(line[end]) ?? '')
      .join(', ');
  const row = (node: ViewNode): HTMLElement =>
    h(
      'tr',
      {},
      h(
        'th',
        { scope: 'row' },
        h('button', { type: 'button', onclick: () => choose(app, node.id) }, h('bdi', {}, node.name)),
      ),
      ...[
        kindOf(node.kind),
        node.context ?? '',
        node.owner ?? '',
        ends(leaving.get(node.id), 'sync', 'to'),
        ends(leaving.get(node.id), 'async', 'to'),
        ends(coming.get(node.id), 'async', 'from'),
        ends(leaving.get(node.id), 'data', 'to') || ends(coming.get(node.id), 'data', 'from'),
        node.findings.length > 0 ? String(node.findings.length) : '',
      ].map((text) => h('td', {}, text)),
    );
  return h(
    'table',
    {},
    h('caption', {}, `${app.view().title}: ${view.nodes.length} entries`),
    h('thead', {}, h('tr', {}, ...columns.map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, ...view.nodes.map(row)),
  );
}
