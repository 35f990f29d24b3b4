import { visible } from '../model/visible.ts';
import type { App } from './app.ts';
import { announce, byId, h, write } from './dom.ts';
import type { MapPart } from './map.ts';
import { cyclesOf } from './walk.ts';

/** The bar above the map: views, circles, folding, zooming, and keys that hold everywhere. */
export function toolsOf(app: App, map: MapPart): void {
  write('name', app.data.name);
  viewButtons(app);
  byId('zoom-in').addEventListener('click', () => map.camera.zoom(1.3));
  byId('zoom-out').addEventListener('click', () => map.camera.zoom(1 / 1.3));
  byId('zoom-fit').addEventListener('click', () => map.camera.fit());
  byId('unfocus').addEventListener('click', () => app.go({ focus: undefined, depth: 1 }));
  byId('fold-all').addEventListener('click', () => app.go({ open: app.shown().closed.size > 0 ? 'all' : [] }));
  byId('cycles-toggle').addEventListener('click', () => {
    const cycles = !app.state().cycles;
    app.go({ cycles, selected: undefined, finding: undefined, from: undefined, to: undefined });
    const count = cyclesOf(app.view()).length;
    if (cycles) announce(count === 0 ? 'There are no circles.' : `${count} circles.`);
  });
  const dialog = byId('help');
  if (dialog instanceof HTMLDialogElement) {
    byId('help-toggle').addEventListener('click', () => dialog.showModal());
    byId('help-close').addEventListener('click', () => dialog.close());
  }
  addEventListener('keydown', (event) => onPageKey(event, app, map));
  addEventListener('resize', () => map.camera.fit());
  const draw = (): void => reflect(app);
  app.onChange(draw);
  draw();
}

function viewButtons(app: App): void {
  const nav = byId('views');
  nav.hidden = app.views.length < 2;
  nav.replaceChildren(
    ...app.views.map(({ id }) => {
      const go = (): void =>
        app.go({ view: id, selected: undefined, focus: undefined, from: undefined, to: undefined, open: 'auto' });
      return h('button', { type: 'button', 'data-view': id, onclick: go }, id.slice(0, 1).toUpperCase() + id.slice(1));
    }),
  );
}

function reflect(app: App): void {
  const { view, cycles, focus } = app.state();
  document.title = visible(`${app.data.name} · ${view}`);
  for (const button of byId('views').querySelectorAll<HTMLElement>('button'))
    button.setAttribute('aria-pressed', String(button.dataset['view'] === view));
  const count = cyclesOf(app.view()).length;
  byId('cycles-toggle').setAttribute('aria-pressed', String(cycles));
  byId('cycles-toggle').hidden = count === 0;
  write('cycles-count', String(count));
  const node = app.view().nodes.find(({ id }) => id === focus);
  byId('unfocus').hidden = node === undefined;
  write('unfocus-name', node?.name ?? '');
  const { whole, closed } = app.shown();
  byId('fold-all').hidden = whole.groups.length === 0;
  write('fold-all', closed.size > 0 ? 'Unfold all' : 'Fold all');
}

function onPageKey(event: KeyboardEvent, app: App, map: MapPart): void {
  const isTyping = event.target instanceof HTMLInputElement && event.target.type !== 'checkbox';
  if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey) {
    byId('search').focus();
    event.preventDefault();
  } else if (event.key === '?' && !isTyping) byId('help-toggle').click();
  else if (event.key === 't' && !isTyping && !event.ctrlKey && !event.metaKey) app.go({ table: !app.state().table });
  else if (event.key === 'Escape' && !event.defaultPrevented) stepBack(app, map);
}

/** Escape undoes one thing: what is lit, then the focus. */
function stepBack(app: App, map: MapPart): void {
  const { selected, finding, from, focus, cycles } = app.state();
  if (selected !== undefined || finding !== undefined || from !== undefined) {
    app.go({ selected: undefined, finding: undefined, from: undefined, to: undefined });
    map.focus(selected);
  } else if (cycles) app.go({ cycles: false });
  else if (focus !== undefined) app.go({ focus: undefined, depth: 1 });
}
