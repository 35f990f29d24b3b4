import type { App } from './app.ts';
import { byId, h } from './dom.ts';
import { aboutAll } from './panel-all.ts';
import { aboutFinding } from './panel-finding.ts';
import { aboutLine, aboutNode } from './panel-node.ts';
import { aboutPath } from './panel-path.ts';
import type { MapPart } from './map.ts';
import { aboutStep } from './panel-steps.ts';
import { stepIn } from './sequence.ts';

/** The side panel: what is known of what was chosen, each claim with its places. */
export function panelOf(app: App, map: MapPart): void {
  const panel = byId('panel');
  let last = '';
  const draw = (): void => {
    const { view, selected, finding, from, to, depth, focus } = app.state();
    const key = JSON.stringify([view, selected, finding, from, to, depth, focus]);
    if (key === last) return;
    const isFirst = last === '';
    last = key;
    const inPanel = panel.contains(document.activeElement);
    byId('panel-body').replaceChildren(...contentOf(app, map));
    panel.scrollTop = 0;
    byId('panel-back').hidden = !isSpecial(app);
    document.documentElement.classList.toggle('panel-open', isSpecial(app) || (!isFirst && inPanel));
    // What was pressed is gone: go on at the heading.
    if (inPanel) panel.querySelector<HTMLElement>('h2')?.focus();
  };
  byId('panel-back').addEventListener('click', () => {
    app.go({ selected: undefined, finding: undefined, from: undefined, to: undefined });
    map.focus();
  });
  byId('panel-toggle').addEventListener('click', () => {
    const isOpen = document.documentElement.classList.toggle('panel-open');
    if (isOpen) panel.querySelector<HTMLElement>('h2')?.focus();
  });
  app.onChange(draw);
  draw();
}

const isSpecial = (app: App): boolean => {
  const { selected, finding, from } = app.state();
  return selected !== undefined || finding !== undefined || from !== undefined;
};

function contentOf(app: App, map: MapPart): readonly HTMLElement[] {
  const { selected, finding, from } = app.state();
  const found = app.data.findings.find(({ fingerprint }) => fingerprint === finding);
  if (found) return aboutFinding(app, map, found);
  if (from !== undefined) return aboutPath(app, map);
  if (selected === undefined) return aboutAll(app, map);
  const { view, members } = app.shown();
  const node = view.nodes.find(({ id }) => id === selected) ?? app.view().nodes.find(({ id }) => id === selected);
  if (node) return aboutNode(app, map, node, members.get(node.id) ?? []);
  const step = stepIn(app.view(), selected);
  if (step) return aboutStep(app, map, step);
  const line = view.lines.find(({ id }) => id === selected) ?? app.view().lines.find(({ id }) => id === selected);
  if (line) return aboutLine(app, map, line);
  return [h('h2', { tabindex: -1 }, 'Not here'), h('p', {}, 'What the address names is not part of this view.')];
}
