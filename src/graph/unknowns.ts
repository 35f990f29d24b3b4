import type { View, ViewLine, ViewNode } from './types.ts';
import { idOfService, nodeOf } from './views/parts.ts';

/** A view with what could not be resolved as nodes of its own, so that the map shows where it ends. */
export function withUnknowns(view: View): View {
  const ids = new Set(view.nodes.map(({ id }) => id));
  const open = view.unresolved.filter(({ service }) => ids.has(idOfService(service)));
  const nodes = new Map<string, ViewNode>();
  const lines = new Map<string, ViewLine>();
  for (const { service, what, evidence } of open) {
    const to = `unknown:${what}`;
    const from = idOfService(service);
    nodes.set(to, nodeOf({ id: to, kind: 'unknown', name: what, more: ['not resolved'] }));
    const id = `${from} > unknown > ${to}`;
    const known = lines.get(id);
    const operation = {
      name: what,
      protocol: 'unknown',
      evidence: [...(known?.operations[0]?.evidence ?? []), ...evidence],
    };
    lines.set(id, { id, from, to, kind: 'sync', label: '', operations: [operation], findings: [] });
  }
  return { ...view, nodes: [...view.nodes, ...nodes.values()], lines: [...view.lines, ...lines.values()] };
}
