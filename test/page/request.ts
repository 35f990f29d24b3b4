import type { SequenceStep, View, ViewNode } from '../../src/graph/types.ts';
import { evil } from './shop.ts';

const node = (id: string, kind: ViewNode['kind'], name: string): ViewNode => ({ id, kind, name, more: [], offers: [], evidence: [], findings: [] }); // prettier-ignore
type Ends = readonly [from: string, to: string];
const step = (kind: SequenceStep['kind'], [from, to]: Ends, text: string, more: Partial<SequenceStep> = {}): SequenceStep => ({
  kind, from, to, text, waiting: [], depth: 0, evidence: [{ file: `services/${from}/src/place.ts`, line: 7, column: 1 }], ...more,
}); // prettier-ignore

/** One request with everything that a sequence can have: a loop, two calls side by side, timeouts, attempts, events. */
export const request: View = {
  id: 'request',
  name: 'shop',
  title: 'gateway POST /orders',
  nodes: [
    node('outside:caller', 'outside', 'caller'),
    node('service:gateway', 'gateway', 'gateway'),
    node('service:orders', 'service', 'orders'),
    node('service:stock', 'service', 'stock'),
    node('service:prices', 'service', evil),
    node('store:db/orders', 'store', 'db/orders'),
    node('channel:kafka:order.placed', 'channel', 'order.placed'),
    node('service:mail', 'service', 'mail'),
  ],
  lines: [
    { id: 'service:gateway > sync > service:orders', from: 'service:gateway', to: 'service:orders', kind: 'sync', label: 'POST /orders', operations: [], findings: [] },
    { id: 'service:orders > sync > service:stock', from: 'service:orders', to: 'service:stock', kind: 'sync', label: 'GET /stock', operations: [], findings: [] },
  ],
  groups: [],
  sequence: [
    step('call', ['outside:caller', 'service:gateway'], 'POST /orders'),
    step('call', ['service:gateway', 'service:orders'], 'POST /orders', { depth: 1, waiting: ['no timeout'] }),
    step('keep', ['service:orders', 'store:db/orders'], 'insert orders', { depth: 2 }),
    step('call', ['service:orders', 'service:stock'], 'GET /stock', { depth: 2, around: ['loop', 'parallel'], waiting: ['in a loop', 'side by side', 'timeout 250 ms', '3 attempts'] }),
    step('answer', ['service:stock', 'service:orders'], '', { depth: 2 }),
    step('call', ['service:orders', 'service:prices'], 'GET /prices', { depth: 2, around: ['loop', 'parallel'], waiting: ['in a loop', 'side by side'] }),
    step('answer', ['service:prices', 'service:orders'], '', { depth: 2 }),
    step('answer', ['service:orders', 'service:gateway'], '', { depth: 1 }),
    step('tell', ['service:gateway', 'channel:kafka:order.placed'], 'publish order.placed', { depth: 1, around: ['sometimes'], waiting: ['sometimes'] }),
    step('tell', ['channel:kafka:order.placed', 'service:mail'], 'order.placed', { depth: 1 }),
    step('answer', ['service:gateway', 'outside:caller'], ''),
  ],
  findings: [],
  unresolved: [],
  notes: ['2 services wait in a row.'],
}; // prettier-ignore
