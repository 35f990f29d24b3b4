import { choicesIn } from './shown.ts';
import type { App } from './app.ts';
import { byId, h, write } from './dom.ts';
import { filterNames, noFilters, type FilterName } from './state.ts';
import { isKind, kindWords } from './words.ts';

const titles: Readonly<Record<FilterName, string>> = {
  kind: 'Kind',
  context: 'Context',
  owner: 'Owner',
  protocol: 'Protocol',
  finding: 'Finding',
};

/** What narrows the map down: lists to choose from, made anew for each view. */
export function filtersOf(app: App): void {
  const body = byId('filter-body');
  const button = byId('filter-toggle');
  let built = '';
  const draw = (): void => {
    const { view, filters } = app.state();
    if (built !== view) body.replaceChildren(...groupsOf(app));
    built = view;
    for (const box of body.querySelectorAll<HTMLInputElement>('input'))
      box.checked = filters[filterIn(box.name)].includes(box.value);
    const count = filterNames.reduce((sum, name) => sum + filters[name].length, 0);
    write('filter-count', count > 0 ? String(count) : '');
    byId('filter-clear').hidden = count === 0;
  };
  const toggle = (isOpen: boolean): void => {
    byId('filters').hidden = !isOpen;
    button.setAttribute('aria-expanded', String(isOpen));
  };
  button.addEventListener('click', () => toggle(byId('filters').hidden === true));
  byId('filters').addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    toggle(false);
    button.focus();
    event.stopPropagation();
  });
  byId('filter-close').addEventListener('click', () => {
    toggle(false);
    button.focus();
  });
  byId('filter-clear').addEventListener('click', () => {
    app.go({ filters: noFilters });
    byId('filter-close').focus();
  });
  app.onChange(draw);
  draw();
}

const filterIn = (name: string): FilterName => filterNames.find((known) => known === name) ?? 'kind';

function groupsOf(app: App): HTMLElement[] {
  const choices = choicesIn(app.view());
  return filterNames
    .filter((name) => choices[name].length > 1 || (name === 'finding' && choices[name].length > 0))
    .map((name) =>
      h(
        'fieldset',
        {},
        h('legend', {}, titles[name]),
        ...choices[name].map((value) =>
          h(
            'label',
            {},
            h('input', { type: 'checkbox', name, value, onchange: (event) => change(app, name, event) }),
            h('bdi', {}, name === 'kind' && isKind(value) ? kindWords[value][1] : value),
          ),
        ),
      ),
    );
}

function change(app: App, name: FilterName, { target }: Event): void {
  if (!(target instanceof HTMLInputElement)) return;
  const { filters } = app.state();
  const others = filters[name].filter((value) => value !== target.value);
  app.go({ filters: { ...filters, [name]: target.checked ? [...others, target.value] : others } });
}
