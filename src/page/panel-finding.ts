import type { ViewFinding } from '../graph/types.ts';
import type { Note } from '../model/rule.ts';
import type { App } from './app.ts';
import { h } from './dom.ts';
import type { MapPart } from './map.ts';
import { heading, nodeButton, section } from './panel-parts.ts';
import { placeElement } from './source.ts';

const severityWords = { error: 'error', warning: 'warning', info: 'note' } as const;

/** A finding with its proof: every place it rests on, and what to do. */
export function aboutFinding(app: App, map: MapPart, finding: ViewFinding): readonly HTMLElement[] {
  const named = app.view().nodes.filter(({ findings }) => findings.includes(finding.fingerprint));
  return [
    heading(`${severityWords[finding.severity]} · ${finding.rule}`, finding.message),
    h('div', { class: 'chips' }, ...named.slice(0, 12).map(({ id }) => nodeButton(app, map, id))),
    ...section(
      'Proof',
      1 + finding.related.length,
      h(
        'ol',
        { class: 'proof' },
        h('li', {}, placeElement(finding.at, app.data.source)),
        ...finding.related.map((note) => step(app, note)),
      ),
    ),
    ...section(
      'What to do',
      1,
      h('p', {}, finding.remedy),
      h('p', {}, h('code', {}, `msvc explain ${finding.fingerprint}`)),
    ),
  ];
}

const step = (app: App, note: Note): HTMLElement =>
  h(
    'li',
    { class: `depth-${Math.min(6, note.depth ?? 0)}` },
    note.label !== undefined && h('span', {}, note.label),
    placeElement(note, app.data.source),
    note.note !== undefined && h('span', { class: 'soft' }, note.note),
  );
