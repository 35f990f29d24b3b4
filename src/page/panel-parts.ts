import type { Change, Observed, ViewFinding, ViewLine, ViewOperation } from '../graph/types.ts';
import { labelOf, type Place } from '../model/evidence.ts';
import { choose } from './acts.ts';
import type { App } from './app.ts';
import { h } from './dom.ts';
import type { MapPart } from './map.ts';
import { placeElement } from './source.ts';
import { laidWords } from './words.ts';

/** More than so many are shown on request. */
const shownFirst = 8;

export const heading = (over: string, name: string): HTMLElement =>
  h('div', { class: 'head' }, h('p', { class: 'over' }, over), h('h2', { tabindex: -1 }, h('bdi', {}, name)));

/** A part of the panel; nothing where there is nothing to say. */
export function section(
  title: string,
  count: number,
  ...children: readonly (Node | string | undefined)[]
): HTMLElement[] {
  if (count === 0) return [];
  return [h('section', {}, h('h3', {}, title, h('span', { class: 'count' }, String(count))), ...children)];
}

/** A list whose first entries are seen at once. */
export function list(entries: readonly HTMLElement[], first = shownFirst): HTMLElement {
  const items = entries.map((entry) => h('li', {}, entry));
  const all = h('ul', { class: 'list' }, ...items.slice(0, items.length > first + 2 ? first : items.length));
  if (items.length <= first + 2) return all;
  const more = h('button', { type: 'button', class: 'more-button' }, `Show all ${items.length}`);
  more.addEventListener('click', () => {
    all.replaceChildren(...items);
    items[first]?.querySelector<HTMLElement>('button, a, summary')?.focus();
  });
  all.append(h('li', {}, more));
  return all;
}

/** A node's name as a button that goes there. */
export function nodeButton(app: App, map: MapPart, id: string): HTMLElement {
  const node = app.view().nodes.find((node) => node.id === id) ?? app.shown().view.nodes.find((node) => node.id === id);
  const go = (): void => {
    choose(app, id);
    map.show(id);
  };
  return h('button', { type: 'button', class: `to ${node?.kind ?? ''}`, onclick: go }, h('bdi', {}, node?.name ?? id));
}

export const places = (app: App, evidence: readonly Place[]): HTMLElement =>
  evidence.length <= 4
    ? h('div', { class: 'places' }, ...evidence.map((place) => placeElement(place, app.data.source)))
    : h(
        'details',
        { class: 'places' },
        h('summary', {}, `${evidence.length} places`),
        ...evidence.map((place) => placeElement(place, app.data.source)),
      );

/** One operation, with how it is asked and where that stands. */
export const operation = (app: App, { name, protocol, basis, evidence, ...laid }: ViewOperation): HTMLElement =>
  h(
    'div',
    { class: 'operation' },
    h('div', {}, h('bdi', { class: 'name' }, name || '(no name)'), h('span', { class: 'tag' }, protocol)),
    basis === 'declared' && h('span', { class: 'soft' }, 'declared, not seen in code'),
    laidElement(laid),
    places(app, evidence),
  );

/** What traces and a comparison say of it, in a line of its own. */
export function laidElement(laid: { readonly change?: Change; readonly observed?: Observed }): HTMLElement | undefined {
  const words = laidWords(laid);
  const marks = [laid.change, laid.observed?.state].filter((mark) => mark !== undefined);
  return words.length > 0 ? h('span', { class: `laid-words ${marks.join(' ')}` }, words.join(' · ')) : undefined;
}

/** The far end of a line, and what passes on it. */
export function lineEntry(app: App, map: MapPart, line: ViewLine, end: string): HTMLElement {
  const count = line.operations.length;
  const words = line.label || (count === 1 ? (line.operations[0]?.protocol ?? 'once') : `${count}`);
  return h(
    'div',
    { class: `way ${line.kind}` },
    h('span', { class: 'sample', 'aria-hidden': 'true' }),
    nodeButton(app, map, end),
    laidElement(line),
    count > 0 && h('details', {}, h('summary', {}, words), list(line.operations.map((one) => operation(app, one)))),
  );
}

const severityWords = { error: 'Error', warning: 'Warning', info: 'Note' } as const;

/** A finding as a button that opens its proof. */
export const findingButton = (app: App, finding: ViewFinding): HTMLElement =>
  h(
    'button',
    { type: 'button', class: `finding ${finding.severity}`, onclick: () => app.go({ finding: finding.fingerprint }) },
    h('span', { class: 'sign', role: 'img', 'aria-label': severityWords[finding.severity] }),
    h(
      'span',
      {},
      h('span', { class: 'message' }, finding.message),
      h('span', { class: 'soft' }, `${finding.rule} · ${labelOf(finding.at)}`),
    ),
  );
