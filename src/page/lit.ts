import type { App } from './app.ts';
import { answerTo, stepIn, stepsAlong } from './sequence.ts';
import { cyclesOf, pathBetween } from './walk.ts';

/** What stands out, by ids of what is drawn; undefined where nothing does and all is equal. */
export type Lit = { readonly nodes: ReadonlySet<string>; readonly lines: ReadonlySet<string> } | undefined;

/** Finding, path, selection and circles light up what they are about; the first that applies. */
export function litIn(app: App): Lit {
  const lit = litLines(app);
  const view = app.view();
  if (!lit || !view.sequence) return lit;
  const step = stepIn(view, app.state().selected ?? '');
  if (step)
    return { nodes: new Set([step.step.from, step.step.to]), lines: new Set([step.id, ...answerTo(view, step)]) };
  const ways = view.lines.filter(({ id }) => lit.lines.has(id));
  return { nodes: lit.nodes, lines: new Set(stepsAlong(view, ways)) };
}

function litLines(app: App): Lit {
  const { finding, from, to, selected, cycles } = app.state();
  if (finding !== undefined) return findingLit(app, finding);
  if (from !== undefined && to !== undefined) {
    const path = pathBetween(app.view(), from, to);
    return path ? along(app, path) : drawn(app, [from, to], []);
  }
  if (selected !== undefined) return neighbours(app, selected);
  if (cycles)
    return along(
      app,
      cyclesOf(app.view()).flatMap(({ lines }) => lines),
    );
  return undefined;
}

type Ends = { readonly from: string; readonly to: string };

const homeIn = (app: App, id: string): string => app.shown().homeOf.get(id) ?? id;

function drawn(app: App, nodes: readonly string[], lines: readonly string[]): Lit {
  return { nodes: new Set(nodes.map((id) => homeIn(app, id))), lines: new Set(lines) };
}

function along(app: App, ways: readonly Ends[]): Lit {
  const pairs = new Set(ways.map(({ from, to }) => `${homeIn(app, from)}\n${homeIn(app, to)}`));
  const past = new Set(ways.flatMap(({ from, to }) => [from, to]));
  const lines = app.shown().view.lines.filter(({ from, to }) => pairs.has(`${from}\n${to}`));
  return drawn(
    app,
    [...past, ...lines.flatMap(({ from, to }) => [from, to])],
    lines.map(({ id }) => id),
  );
}

function neighbours(app: App, selected: string): Lit {
  const { lines } = app.shown().view;
  const home = homeIn(app, selected);
  const line = lines.find(({ id }) => id === selected);
  const touching = line ? [line] : lines.filter(({ from, to }) => from === home || to === home);
  return drawn(
    app,
    [...(line ? [] : [home]), ...touching.flatMap(({ from, to }) => [from, to])],
    touching.map(({ id }) => id),
  );
}

function findingLit(app: App, fingerprint: string): Lit {
  const { nodes } = app.view();
  const shown = app.shown().view.lines.filter(({ findings }) => findings.includes(fingerprint));
  const named = nodes.filter(({ findings }) => findings.includes(fingerprint)).map(({ id }) => id);
  const between = app
    .shown()
    .view.lines.filter(({ from, to }) => [from, to].every((end) => named.some((id) => homeIn(app, id) === end)));
  return drawn(
    app,
    named,
    [...shown, ...(shown.length > 0 ? [] : between)].map(({ id }) => id),
  );
}
