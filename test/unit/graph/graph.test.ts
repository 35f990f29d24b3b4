import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { layoutOf } from '../../../src/graph/layout/layout.ts';
import { sketchOf } from '../../../src/graph/sketch.ts';
import { servicesView as viewOf } from '../../../src/graph/views/services.ts';
import { channelsFolded } from '../../../src/graph/fold.ts';
import { graphOf } from '../../../src/graph/services.ts';
import type { Box } from '../../../src/graph/types-drawing.ts';
import type { Edge } from '../../../src/model/model.ts';
import { renderDot } from '../../../src/report/map/dot.ts';
import { renderGraphJson } from '../../../src/report/graph-json.ts';
import { renderMermaid } from '../../../src/report/map/mermaid.ts';
import { renderSvg } from '../../../src/report/svg/svg.ts';
import { renderTextMap } from '../../../src/report/text-map.ts';
import { at, model, service } from '../lint/models.ts';

const evil = '<script>alert("1")</script>]];}\n"--\u202e';
const edge = (from: string, to: string, kind: Edge['kind'], operation?: string): Edge => ({
  from,
  to,
  kind,
  protocol: kind === 'async' ? 'kafka' : 'http',
  ...(operation ? { operation } : {}),
  basis: 'inferred',
  evidence: [at(`services/${from}/a.ts`)],
});
const shop = model({
  services: [
    { ...service('gateway'), kind: 'gateway' },
    service('orders', 'sales'),
    service('pricing', 'sales'),
    service('payments'),
    service(evil),
  ],
  stores: [
    {
      id: 'postgres:db/orders',
      kind: 'postgres',
      role: 'data',
      usedBy: ['orders'],
      users: [{ service: 'orders', tables: [], evidence: [at('a.ts')] }],
    },
  ],
  channels: [
    {
      id: 'kafka:order.placed',
      kind: 'kafka',
      publishedBy: ['orders'],
      consumedBy: ['payments', evil],
      evidence: [at('a.ts')],
    },
  ],
  edges: [
    edge('gateway', 'orders', 'sync', 'GET /a'),
    edge('gateway', 'orders', 'sync', 'GET /b'),
    edge('orders', 'pricing', 'sync'),
    edge('orders', 'payments', 'async', 'order.placed'),
    edge('payments', 'orders', 'import'),
  ],
  chains: [
    {
      operations: ['gateway GET /a'],
      path: ['gateway GET /a', 'orders GET /a'],
      hops: 1,
      proven: true,
      evidence: [at('a.ts')],
    },
  ],
  unresolved: [{ service: 'orders', what: 'GET http://u:secret@x/', kind: 'call', evidence: [at('a.ts')] }],
});
const view = graphOf(shop);
const picture = channelsFolded(viewOf(shop)).view;

describe('the map for programs', () => {
  test('is what the published schema says, and gives no credential away', () => {
    const schema: object = JSON.parse(readFileSync('docs/json-schemas/graph.schema.json', 'utf8'));
    const validate = new Ajv2020().compile(schema);
    validate(JSON.parse(renderGraphJson(view)));
    expect(validate.errors).toBeNull();
    expect(renderGraphJson(view)).not.toContain('secret');
  });

  test('does not depend on the order of the model', () => {
    const turned = { ...shop, services: shop.services.toReversed(), edges: shop.edges.toReversed() };
    expect(renderGraphJson(graphOf(turned))).toBe(renderGraphJson(view));
  });
});

describe('the picture', () => {
  test('has one line for several calls, a region for a context of several services, and channels between', () => {
    expect(picture.lines.filter(({ from, to }) => from === 'service:gateway' && to === 'service:orders')).toMatchObject(
      [{ label: 'http · 2' }],
    );
    expect(picture.groups.map(({ name }) => name)).toEqual(['sales']);
    expect(
      picture.lines.some(
        ({ kind, from, to }) => kind === 'async' && from === 'service:orders' && to === 'service:payments',
      ),
    ).toBe(false);
  });

  test('lays out without overlap, also where two services import each other', async () => {
    const both = sketchOf(viewOf({ ...shop, edges: [...shop.edges, edge('pricing', 'orders', 'sync')] }));
    const { nodes, width, height } = await layoutOf(both);
    const overlap = (a: Box, b: Box) =>
      a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
    for (const [index, node] of nodes.entries()) {
      expect(node.x >= 0 && node.y >= 0 && node.x + node.width <= width && node.y + node.height <= height).toBe(true);
      for (const other of nodes.slice(index + 1)) expect(overlap(node, other)).toBe(false);
    }
  });

  test('each line has a place of its own on the slanted side of a gateway', async () => {
    const callees = ['a', 'b', 'c', 'd'];
    const fan = model({
      services: [{ ...service('gateway'), kind: 'gateway' }, ...callees.map((name) => service(name))],
      edges: callees.map((name) => edge('gateway', name, 'sync')),
    });
    const { nodes, lines } = await layoutOf(sketchOf(viewOf(fan)));
    const box = nodes.find(({ kind }) => kind === 'gateway');
    const ends = lines.map(({ points }) => points[0]);
    expect(new Set(ends.map((end) => end?.y)).size).toBe(4);
    for (const end of ends) {
      if (!box || !end) throw new Error('it has no end');
      const off = Math.abs(end.y - box.y - box.height / 2);
      expect(end.x).toBeCloseTo(box.x + box.width - (14 * off) / (box.height / 2), 0);
    }
  });

  test('draws an empty workspace', async () =>
    expect(renderSvg(await layoutOf(sketchOf(viewOf(model()))))).toContain('</svg>'));
});

describe('formats for people', () => {
  test('mermaid', () => expect(renderMermaid(picture)).toMatchFileSnapshot('__snapshots__/shop.mmd'));
  test('dot', () => expect(renderDot(picture)).toMatchFileSnapshot('__snapshots__/shop.dot'));
  test('text', () =>
    expect(renderTextMap(view, { color: false, columns: 80 })).toMatchFileSnapshot('__snapshots__/shop.txt'));

  test('nothing that a workspace calls itself becomes markup', async () => {
    const svg = renderSvg(await layoutOf(sketchOf(viewOf(shop))));
    for (const text of [svg, renderMermaid(picture)]) {
      expect(text).not.toContain('<script');
      expect(text).not.toContain('\u202e');
    }
    expect(svg).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
    expect(svg).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    expect(renderDot(picture)).toContain('label="<script>alert(\\"1\\")</script>]];} \\"--"');
  });
});

test('of services that all call each other, the gateway stands first, then who reaches most', () => {
  const names = ['api', 'gateway', 'tail'];
  const round = model({
    services: names.map((name) => ({ ...service(name), kind: name === 'gateway' ? 'gateway' : 'service' })),
    edges: [edge('api', 'gateway', 'sync'), edge('gateway', 'api', 'sync'), edge('api', 'tail', 'sync')],
  });
  const first = (one: typeof round) => renderTextMap(graphOf(one), { color: false, columns: 80 }).split('\n')[0];
  expect(first(round)).toBe(' gateway ─▶ api ┬▶ gateway ─▶ …');
  const tail = { ...round, services: names.map((name) => service(name)), edges: [edge('api', 'gateway', 'sync'), edge('gateway', 'api', 'sync'), edge('tail', 'api', 'sync'), edge('gateway', 'tail', 'sync')] }; // prettier-ignore
  expect(first(tail)).toBe(' api ─▶ gateway ┬▶ api ─▶ …');
});

test.each([
  [110, ' orders ··order.cancelled, order.confirmed, order.delivered and 2 more··▶ payments'],
  [70, ' orders ··order.cancelled, order.confirmed and 3 more··▶ payments'],
  [50, ' orders ··order.cancelled and 4 more··▶ payments'],
  [30, ' orders ··5 events··▶ payments'],
])('events share a line of %s columns', (columns, line) => {
  const channels = ['placed', 'confirmed', 'delivered', 'cancelled', 'paid'].map((what) => ({
    id: `kafka:order.${what}`,
    kind: 'kafka',
    publishedBy: ['orders'],
    consumedBy: ['payments'],
    evidence: [at('a.ts')] as const,
  }));
  const told = graphOf(model({ services: [service('orders'), service('payments')], channels }));
  expect(renderTextMap(told, { color: false, columns }).split('\n')[0]).toBe(line);
});
