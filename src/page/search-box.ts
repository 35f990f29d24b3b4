import type { ViewNode } from '../graph/types.ts';
import { choose } from './acts.ts';
import type { App } from './app.ts';
import { announce, byId, h } from './dom.ts';
import type { MapPart } from './map.ts';
import { foundIn } from './search.ts';
import { kindOf } from './words.ts';

/** Search by name: `/` goes there, arrows choose, Enter goes to what was found. */
export function searchOf(app: App, map: MapPart): void {
  const input = byId('search');
  if (!(input instanceof HTMLInputElement)) return;
  const results = resultsOf(app, input);
  const take = (node: ViewNode | undefined): void => {
    if (!node) return;
    input.value = '';
    results.show(0);
    reveal(app, node);
    choose(app, node.id);
    whenDrawn(() => {
      map.show(node.id);
      map.focus(node.id);
    });
  };
  input.addEventListener('input', () => {
    const count = results.show(0);
    if (input.value.trim() !== '') announce(count === 0 ? 'Nothing found.' : `${count} found.`);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') results.step(1);
    else if (event.key === 'ArrowUp') results.step(-1);
    else if (event.key === 'Enter') take(results.chosen());
    else if (event.key === 'Escape') {
      input.value = '';
      results.show(0);
      map.focus();
    } else return;
    event.stopPropagation();
    event.preventDefault();
  });
  results.list.addEventListener('mousedown', (event) => {
    event.preventDefault();
    const entry = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : undefined;
    take(results.at(Number(entry?.dataset['index'] ?? -1)));
  });
}

/** The list below the field. */
function resultsOf(app: App, input: HTMLInputElement) {
  const list = byId('results');
  let found: readonly ViewNode[] = [];
  let at = 0;
  const show = (index: number): number => {
    found = foundIn(app.view().nodes, input.value);
    at = found.length > 0 ? (index + found.length) % found.length : 0;
    list.replaceChildren(...found.map((node, index) => option(node, index, index === at)));
    list.hidden = found.length === 0;
    input.setAttribute('aria-expanded', String(found.length > 0));
    if (found.length > 0) input.setAttribute('aria-activedescendant', `result-${at}`);
    else input.removeAttribute('aria-activedescendant');
    return found.length;
  };
  input.addEventListener('blur', () => setTimeout(() => (list.hidden = true), 150));
  input.addEventListener('focus', () => show(0));
  return {
    list,
    show,
    step: (by: number) => show(at + by),
    chosen: () => found[at],
    at: (index: number) => found[index],
  };
}

const option = ({ name, kind, context }: ViewNode, index: number, isActive: boolean): HTMLElement =>
  h(
    'li',
    { id: `result-${index}`, role: 'option', 'aria-selected': String(isActive), 'data-index': index },
    h('bdi', {}, name),
    h(
      'span',
      { class: 'soft' },
      context !== undefined && context !== name ? `${kindOf(kind)} · ${context}` : kindOf(kind),
    ),
  );

/** What was found may be folded, filtered out or far from the focus: then it is brought back. */
function reveal(app: App, { id }: ViewNode): void {
  const home = app.shown().homeOf.get(id);
  if (home === undefined)
    app.go({ focus: undefined, filters: { kind: [], context: [], owner: [], protocol: [], finding: [] } });
  const { homeOf, closed, whole } = app.shown();
  const group = homeOf.get(id) ?? '';
  if (closed.has(group))
    app.go({ open: whole.groups.map(({ id }) => id).filter((id) => id === group || !closed.has(id)) });
}

/** Does something when the map that is being drawn is there. */
export function whenDrawn(action: () => void): void {
  const stage = byId('stage');
  const wait = (): void => {
    if (stage.getAttribute('aria-busy') === 'true') setTimeout(wait, 30);
    else action();
  };
  setTimeout(wait);
}
