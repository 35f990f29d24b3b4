import type { Change, View, ViewLine, ViewNode, ViewOperation } from './types.ts';
import { restricted } from './filter.ts';

/** Two states of a view as one: everything that is there or was, and what became of it. */
export function compared(before: View, after: View): View {
  return {
    ...after,
    title: `${after.title}, changes`,
    nodes: merged(before.nodes, after.nodes, nodeOver),
    lines: merged(before.lines, after.lines, lineOver),
    groups: merged(before.groups, after.groups, (_, now) => now),
  };
}

/** What changed, with what it hangs on. */
export function changesOnly(view: View): View {
  const lines = view.lines.filter(({ change }) => change !== undefined);
  const ends = lines.flatMap(({ from, to }) => [from, to]);
  const changed = view.nodes.filter(({ change }) => change !== undefined).map(({ id }) => id);
  const left = restricted({ ...view, lines }, new Set([...ends, ...changed]));
  return { ...left, unresolved: [], notes: [] };
}

type Named = { readonly id: string };

/** In the order of what is there now; what is gone stands where it stood. */
function merged<T extends Named>(before: readonly T[], after: readonly T[], over: (old: T, now: T) => T): readonly T[] {
  const old = new Map(before.map((one) => [one.id, one]));
  const now = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id }) => !now.has(id)).map((one): T => ({ ...one, change: 'removed' }));
  const left = after.map((one): T => {
    const was = old.get(one.id);
    return was ? over(was, one) : { ...one, change: 'added' };
  });
  return [...left, ...gone];
}

function nodeOver(old: ViewNode, now: ViewNode): ViewNode {
  const offers = operationsOver(old.offers, now.offers);
  const said = ({ kind, name, more, context, owner, path }: ViewNode): string =>
    JSON.stringify([kind, name, more, context, owner, path]);
  return said(old) === said(now) && !isChanged(offers) ? now : { ...now, offers, change: 'changed' };
}

function lineOver(old: ViewLine, now: ViewLine): ViewLine {
  const operations = operationsOver(old.operations, now.operations);
  return isChanged(operations) ? { ...now, operations, change: 'changed' } : now;
}

const isChanged = (operations: readonly ViewOperation[]): boolean =>
  operations.some(({ change }) => change !== undefined);

function operationsOver(before: readonly ViewOperation[], after: readonly ViewOperation[]): readonly ViewOperation[] {
  const keyOf = ({ protocol, name }: ViewOperation): string => `${protocol}\n${name}`;
  const mark =
    (change: Change) =>
    (one: ViewOperation): ViewOperation => ({ ...one, change });
  const [old, now] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  return [
    ...after.map((one) => (old.has(keyOf(one)) ? one : mark('added')(one))),
    ...before.filter((one) => !now.has(keyOf(one))).map(mark('removed')),
  ];
}
