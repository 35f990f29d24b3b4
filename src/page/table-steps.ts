import type { App } from './app.ts';
import { h } from './dom.ts';
import { stepVerbs } from './panel-steps.ts';
import { stepsIn } from './sequence.ts';

const columns = ['Step', 'From', 'Does', 'To', 'What', 'How it waits', 'Found at'];

/** A sequence as a table: its steps in their order. */
export function stepsTable(app: App): HTMLElement {
  const names = new Map(app.view().nodes.map(({ id, name }) => [id, name]));
  const shown = new Set(app.shown().view.sequence);
  const steps = stepsIn(app.view()).filter(({ step }) => step.kind !== 'answer' && shown.has(step));
  const rows = steps.map(({ id, number, step: { from, to, kind, text, waiting, evidence } }) => {
    const choose = (): void => app.go({ selected: id });
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, h('button', { type: 'button', onclick: choose }, String(number ?? ''))),
      ...[
        names.get(from) ?? '',
        stepVerbs[kind],
        names.get(to) ?? '',
        text,
        waiting.join(', '),
        evidence.map(({ file, line }) => `${file}:${line}`).join(', '),
      ].map((words) => h('td', {}, words)),
    );
  });
  return h(
    'table',
    {},
    h('caption', {}, `${app.view().title}: ${steps.length} steps`),
    h('thead', {}, h('tr', {}, ...columns.map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, ...rows),
  );
}
