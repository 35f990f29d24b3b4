import type { LineKind, NodeKind, View, ViewFinding, ViewLine, ViewNode } from '../../src/graph/types.ts';

export const evil = '<img src=x onerror="alert(1)"></script><script>alert(2)</script>\n\'"`\u202eevil';

const place = (file: string, line = 1) => ({ file, line, column: 1 });

const node = (kind: NodeKind, name: string, more: Partial<ViewNode> = {}): ViewNode => ({
  id: `${kind === 'store' || kind === 'channel' ? kind : 'service'}:${name}`,
  kind,
  name,
  more: [],
  offers: [],
  evidence: [place(`services/${name}/package.json`)],
  findings: [],
  ...more,
});

const line = (
  from: string,
  to: string,
  kind: LineKind,
  [protocol, ...names]: readonly [string, ...string[]],
): ViewLine => ({
  id: `${from} > ${kind} > ${to}`,
  from,
  to,
  kind,
  label: kind === 'data' ? '' : protocol,
  operations: names.map((name, index) => ({
    name,
    protocol,
    evidence: [place(`services/${from.slice(from.indexOf(':') + 1)}/src/calls.ts`, 10 + index)],
  })),
  findings: [],
});

const finding: ViewFinding = {
  fingerprint: 'aaaabbbbcccc',
  rule: 'sync-cycle',
  severity: 'error',
  message: 'orders and pricing wait for each other',
  services: ['orders', 'pricing'],
  subject: ['orders', 'pricing'],
  remedy: 'Turn one call into an event.',
  at: place('services/orders/src/place.ts', 33),
  related: [{ ...place('services/pricing/src/ask.ts', 7), note: 'asks back' }],
};

/** A small shop with everything that the page shows: contexts, a circle, events, stores, findings, a hostile name. */
export const shop: View = {
  id: 'services',
  name: 'shop',
  title: 'services of shop',
  nodes: [
    node('gateway', 'gateway', { context: 'edge', owner: '@shop/edge' }),
    node('service', 'orders', {
      context: 'sales',
      group: 'context:sales',
      owner: '@shop/sales',
      path: 'services/orders',
      findings: ['aaaabbbbcccc'],
      offers: [{ name: 'POST /orders', protocol: 'http', evidence: [place('services/orders/src/routes.ts', 12)] }],
    }),
    node('service', 'pricing', {
      context: 'sales',
      group: 'context:sales',
      owner: '@shop/sales',
      findings: ['aaaabbbbcccc'],
    }),
    node('service', 'payments', { context: 'payments', owner: '@shop/money' }),
    node('service', 'ledger', { context: 'ledger', owner: '@shop/money' }),
    node('job', 'reports', { context: 'reports' }),
    node('service', evil, { context: evil, owner: evil, path: evil }),
    node('channel', 'order.placed'),
    node('channel', 'order.cancelled'),
    node('store', 'db/orders', { context: 'sales', group: 'context:sales', more: ['postgres'] }),
    node('store', 'db/ledger', { more: ['postgres'] }),
  ],
  lines: [
    line('service:gateway', 'service:orders', 'sync', ['http', 'POST /orders', 'GET /orders']),
    line('service:orders', 'service:pricing', 'sync', ['grpc', 'GET /price']),
    line('service:pricing', 'service:orders', 'sync', ['http', 'GET /orders/:id']),
    line('service:payments', 'service:ledger', 'sync', ['grpc', 'Ledger/Book']),
    line('service:orders', 'channel:order.placed', 'async', ['kafka', 'order.placed']),
    line('channel:order.placed', 'service:payments', 'async', ['kafka', 'order.placed']),
    line('service:orders', 'channel:order.cancelled', 'async', ['kafka', 'order.cancelled']),
    line('channel:order.cancelled', 'service:payments', 'async', ['kafka', 'order.cancelled']),
    line('service:payments', `service:${evil}`, 'sync', ['http', evil]),
    line('service:orders', 'store:db/orders', 'data', ['writes', 'orders']),
    line('service:ledger', 'store:db/ledger', 'data', ['writes', 'entries']),
    line('service:reports', 'store:db/ledger', 'data', ['reads', 'entries']),
  ],
  groups: [{ id: 'context:sales', kind: 'context', name: 'sales', owner: '@shop/sales' }],
  findings: [finding],
  unresolved: [{ service: 'gateway', what: 'GET ${url}/x', evidence: [place('services/gateway/src/a.ts', 4)] }],
  notes: [],
};
