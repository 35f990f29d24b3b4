import type { App } from './app.ts';
import { h } from './dom.ts';
import type { MapPart } from './map.ts';
import { aboutLaid } from './panel-laid.ts';
import { findingButton, heading, list, nodeButton, places, section } from './panel-parts.ts';
import { allSteps } from './panel-steps.ts';
import { cyclesOf, type Cycle } from './walk.ts';
import { counted, isKind, kindWords } from './words.ts';

/** The whole view: how much there is, what lint found, circles, and what could not be told. */
export function aboutAll(app: App, map: MapPart): readonly HTMLElement[] {
  const view = app.view();
  const named = new Set(view.nodes.flatMap(({ findings }) => findings));
  const findings = app.data.findings.filter(
    ({ fingerprint, severity }) => named.has(fingerprint) && severity !== 'info',
  );
  const cycles = cyclesOf(view);
  return [
    heading(view.id, view.sequence ? view.title : app.data.name),
    h('p', { class: 'counts' }, countsOf(app)),
    ...view.notes.map((note) => h('p', { class: 'soft' }, note)),
    ...allSteps(app, map),
    ...aboutLaid(app, map),
    ...section('Findings', findings.length, list(findings.map((finding) => findingButton(app, finding)))),
    ...section('Circles', cycles.length, list(cycles.map((cycle) => cycleEntry(app, map, cycle)))),
    ...section(
      'Not resolved',
      view.unresolved.length,
      h('p', { class: 'soft' }, 'The other end of these could not be told from the code.'),
      list(
        view.unresolved.map(({ service, what, evidence }) =>
          h('div', { class: 'operation' }, h('div', {}, `${service}: ${what}`), places(app, evidence)),
        ),
        4,
      ),
    ),
  ];
}

function countsOf(app: App): string {
  const kinds = Map.groupBy(app.view().nodes, ({ kind }) => kind);
  const words = [...kinds].map(([kind, nodes]) => counted(nodes.length, isKind(kind) ? kindWords[kind] : [kind, kind]));
  return words.length > 0 ? `${words.join(' · ')}.` : 'Nothing here.';
}

const cycleEntry = (app: App, map: MapPart, { nodes, waits }: Cycle): HTMLElement =>
  h(
    'div',
    { class: 'circle' },
    h('span', { class: 'soft' }, waits ? 'wait for each other' : 'closed by events'),
    h('div', { class: 'chips' }, ...nodes.slice(0, 12).map((id) => nodeButton(app, map, id))),
    nodes.length > 12 && h('span', { class: 'soft' }, `and ${nodes.length - 12} more`),
  );
