import type { App } from './app.ts';
import { announce } from './dom.ts';

/** A click on a node: it is looked at, or is the other end of a path that was begun. */
export function choose(app: App, id: string): void {
  const { from, to } = app.state();
  if (from !== undefined && to === undefined && from !== id) app.go({ to: id, selected: id });
  else app.go({ finding: undefined, from: undefined, to: undefined, selected: id });
}

/** A folded group opens; anything else is looked at alone, with its neighbours. */
export function openOrFocus(app: App, id: string): void {
  if (app.shown().closed.has(id)) {
    const { whole, closed } = app.shown();
    const open = whole.groups.map((group) => group.id).filter((group) => group === id || !closed.has(group));
    app.go({ open });
    announce('Unfolded.');
  } else app.go({ focus: id, selected: id });
}

/** Draws a group as one node again. */
export function foldGroup(app: App, id: string): void {
  const { whole, closed } = app.shown();
  const open = whole.groups.map((group) => group.id).filter((group) => group !== id && !closed.has(group));
  app.go({ open });
  announce('Folded.');
}
