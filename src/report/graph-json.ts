import type { Graph } from '../graph/types.ts';

/** The stable contract of `msvc graph --format json`; see docs/json-schemas/graph.schema.json. */
export function renderGraphJson({ services, stores, channels, edges, chains, unresolved }: Graph): string {
  return `${JSON.stringify({ version: 1, services, stores, channels, edges, chains, unresolved }, null, 2)}\n`;
}
