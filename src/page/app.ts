import type { View } from '../graph/types.ts';
import type { PageData } from '../graph/types-page.ts';
import { fragmentOf, stateFrom, type State } from './state.ts';
import { shownOf, type Shown } from './shown.ts';

/** What every part of the page works with. */
export type App = {
  readonly data: PageData;
  readonly views: readonly View[];
  readonly state: () => State;
  /** The view as it is, with everything in it. */
  readonly view: () => View;
  /** The view as it is drawn now. */
  readonly shown: () => Shown;
  /** Changes the state, the address and everything on the page. */
  readonly go: (change: Partial<State>) => void;
  readonly onChange: (listener: (state: State, before: State) => void) => void;
};

/** The page's one state, kept in the address's fragment. */
export function appOf(data: PageData): App {
  const views = data.views.map((view): View => ({ ...view, findings: data.findings, unresolved: data.unresolved }));
  const ids = views.map(({ id }) => id);
  const [first] = views;
  if (!first) throw new Error('the page has no views');
  const listeners: ((state: State, before: State) => void)[] = [];
  let state = stateFrom(location.hash, ids);
  const view = (): View => views.find(({ id }) => id === state.view) ?? first;
  let drawn: { readonly key: string; readonly shown: Shown } | undefined;
  const shown = (): Shown => {
    const key = drawingKey(state);
    if (drawn?.key !== key) drawn = { key, shown: shownOf(view(), state) };
    return drawn.shown;
  };
  const become = (next: State): void => {
    const before = state;
    state = next;
    for (const listener of listeners) listener(state, before);
  };
  const enter = (next: State): void => {
    const fragment = fragmentOf(next, first.id);
    history.replaceState(undefined, '', `#${fragment}`);
    become(next);
  };
  addEventListener('hashchange', () => become(stateFrom(location.hash, ids)));
  return {
    data,
    views,
    state: () => state,
    view,
    shown,
    go: (change) => enter({ ...state, ...change }),
    onChange: (listener) => void listeners.push(listener),
  };
}

/** Two states with the same key draw the same picture; they may differ in what is lit. */
export const drawingKey = ({ view, focus, depth, open, filters }: State): string =>
  JSON.stringify([view, focus, depth, open, filters]);
