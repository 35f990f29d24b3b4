import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { collapsed } from '../../../src/graph/collapse.ts';
import { changesOnly, compared } from '../../../src/graph/compare.ts';
import { filtered, type Filter } from '../../../src/graph/filter.ts';
import { withUnknowns } from '../../../src/graph/unknowns.ts';
import type { View, ViewId } from '../../../src/graph/types.ts';
import { viewIds } from '../../../src/graph/views/ids.ts';
import { viewOf } from '../../../src/graph/views/index.ts';
import type { Edge, Operation } from '../../../src/model/model.ts';
import { renderChanges } from '../../../src/report/map/changes.ts';
import { mapDifference } from '../../../src/report/map/difference.ts';
import { renderCsv } from '../../../src/report/map/csv.ts';
import { canShow, renderers } from '../../../src/report/map/formats.ts';
import { renderViewJson } from '../../../src/report/map/json.ts';
import { hostileNames, viewsOf, workspaceCalled } from '../../formats/workspaces.ts';
import { at, model, service } from '../lint/models.ts';

const edge = (from: string, to: string, operation: string): Edge => ({
  from, to, kind: 'sync', protocol: 'http', operation, basis: 'inferred', evidence: [at(`services/${from}/a.ts`)],
}); // prettier-ignore
const shop = model({
  services: [service('gateway', 'web'), service('orders', 'sales'), service('pricing', 'sales'), service('payments')],
  edges: [edge('gateway', 'orders', 'POST /orders'), edge('orders', 'pricing', 'GET /price'), edge('orders', 'payments', 'POST /charge')],
  channels: [{ id: 'kafka:order.placed', kind: 'kafka', publishedBy: ['orders'], consumedBy: ['payments'], evidence: [at('a.ts')] }],
  unresolved: [{ service: 'orders', what: 'GET ${url}/x', kind: 'call', evidence: [at('a.ts')] }],
}); // prettier-ignore
const services = viewOf('services', shop);
const none: Filter = { only: [], hide: [], focus: [], depth: 1 };
const namesIn = ({ nodes }: View): readonly string[] => nodes.map(({ name }) => name);

const hostile = viewsOf(workspaceCalled(hostileNames));
const view = (id: ViewId): View => {
  const found = hostile.get(id);
  if (!found) throw new Error(id);
  return found;
};
/** Controls and marks of direction; what lines and cells end with is none. */
const obeyed = /(?![\n\r])\p{Cc}|[\u2028\u2029\p{Bidi_C}]|\p{Cs}/u;

describe.each(viewIds)('the view %s, where everything has a hostile name', (id) => {
  test('is written in every format that can show it without what a terminal obeys', async () => {
    for (const [format, load] of Object.entries(renderers)) {
      if (!canShow(format as keyof typeof renderers, id)) continue; // eslint-disable-line
      const text = (await load())(view(id));
      expect(text.length, format).toBeGreaterThan(20);
      expect(text, format).not.toMatch(obeyed);
    }
  });

  test('does not depend on the order of the model', () => {
    const one = workspaceCalled(hostileNames.slice(0, 20));
    const turned = {
      ...one,
      services: one.services.toReversed(),
      edges: one.edges.toReversed(),
      channels: one.channels.toReversed(),
      stores: one.stores.toReversed(),
    };
    const [a, b] = [one, turned].map((each) => viewsOf(each).get(id));
    if (id !== 'modules' && id !== 'request')
      expect(b && { ...b, notes: b.notes.toSorted() }).toEqual(a && { ...a, notes: a.notes.toSorted() });
  });

  test('is as JSON what the published schema says', () => {
    const schema: object = JSON.parse(readFileSync('docs/json-schemas/view.schema.json', 'utf8'));
    const validate = new Ajv2020().compile(schema);
    validate(JSON.parse(renderViewJson(view(id))));
    expect(validate.errors).toBeNull();
  });

  test('has unique ids, and lines between its own nodes', () => {
    const { nodes, lines } = view(id);
    const ids = new Set(nodes.map((node) => node.id));
    expect(ids.size).toBe(nodes.length);
    expect(new Set(lines.map((line) => line.id)).size).toBe(lines.length);
    expect(lines.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
  });
});

describe('narrowing a view', () => {
  test('keeps the neighbours of the focus, and their neighbours at depth 2', () => {
    expect(namesIn(filtered(services, { ...none, focus: ['gateway'] }))).toEqual(['gateway', 'orders']);
    expect(namesIn(filtered(services, { ...none, focus: ['gateway'], depth: 2 }))).toContain('pricing');
    expect(namesIn(filtered(services, { ...none, focus: ['payments'] }))).toContain('orders');
  });

  test('takes names, contexts, patterns and kinds', () => {
    expect(namesIn(filtered(services, { ...none, only: ['sales'] }))).toEqual(['orders', 'pricing', 'order.placed']);
    expect(namesIn(filtered(services, { ...none, only: ['p*'] }))).toEqual(['payments', 'pricing', 'order.placed']);
    expect(namesIn(filtered(services, { ...none, hide: ['channel'] }))).not.toContain('order.placed');
    expect(filtered(services, { ...none, hide: ['sync'] }).lines.every(({ kind }) => kind !== 'sync')).toBe(true);
  });

  test('says what was probably meant', () => {
    expect(() => filtered(services, { ...none, focus: ['ordrs'] })).toThrow('no node called "ordrs"');
    expect(() => viewOf('request', shop, { from: 'nope' })).toThrow('no operation called "nope"');
    expect(() => viewOf('modules', shop)).toThrow('--service');
  });

  test('the end of a name is enough for a request, where only one ends so', () => {
    const rpc = (id: string): Operation => ({ id, service: 'orders', name: id, trigger: 'rpc', protocol: 'grpc', evidence: [at('a.ts')], effects: [] }); // prettier-ignore
    const named = model({ services: [service('orders')], operations: [rpc('orders orders.v1.Orders/PlaceOrder'), rpc('orders orders.v1.Orders/UndoPlaceOrder')] }); // prettier-ignore
    expect(viewOf('request', named, { from: 'placeorder' }).title).toBe('orders orders.v1.Orders/PlaceOrder');
    expect(() => viewOf('request', named, { from: 'Order' })).toThrow('no operation called "Order"');
  });

  test('collapses to contexts, and refuses where nobody owns anything', () => {
    const contexts = collapsed(services, 'context');
    expect(namesIn(contexts)).toEqual(expect.arrayContaining(['web', 'sales', 'payments', 'order.placed']));
    expect(contexts.lines.map(({ from, to }) => `${from} ${to}`)).toContain('context:sales context:payments');
    expect(() => collapsed(services, 'owner')).toThrow('nobody is named as an owner');
  });

  test('shows what could not be resolved', () =>
    expect(withUnknowns(services).nodes.at(-1)).toMatchObject({ kind: 'unknown', name: 'GET ${url}/x' }));
});

describe('comparing two states', () => {
  const after = viewOf('services', {
    ...shop,
    services: [...shop.services.slice(0, 3), service('ledger')],
    edges: [
      edge('gateway', 'orders', 'POST /orders'),
      edge('gateway', 'orders', 'GET /orders'),
      edge('orders', 'ledger', 'POST /entries'),
    ],
  });
  const changed = changesOnly(compared(services, after));

  test('tells what was added, removed and changed', () => {
    expect(Object.fromEntries(changed.nodes.map(({ name, change }) => [name, change ?? 'same']))).toEqual({
      gateway: 'same',
      ledger: 'added',
      orders: 'same',
      pricing: 'same',
      payments: 'removed',
    });
    expect(changed.lines.map(({ id, change }) => `${change} ${id}`)).toEqual(
      expect.arrayContaining([
        'changed service:gateway > sync > service:orders',
        'removed service:orders > sync > service:pricing',
        'added service:orders > sync > service:ledger',
      ]),
    );
  });

  test('is quiet about what is the same', () =>
    expect(changesOnly(compared(services, services))).toMatchObject({ nodes: [], lines: [] }));

  test('as text', () => {
    const text = renderChanges(changed, 'main', { color: false, columns: 80 });
    expect(text).toContain(' + orders ─▶ ledger');
    expect(text).toContain('     + http GET /orders');
    expect(text).toContain(' − orders ─▶ pricing');
  });

  test('a committed map: places may move, facts may not', () => {
    const json = (line: number, to: string): string =>
      JSON.stringify({
        services: [],
        edges: [{ from: 'a', to, kind: 'sync', protocol: 'http', evidence: [{ line }] }],
      });
    const ask = (committed: string, text: string) =>
      mapDifference({ committed, text, file: 'graph.json', format: 'json' });
    expect(ask(json(1, 'b'), json(2, 'b'))).toEqual({ lines: [] });
    expect(ask(json(1, 'b'), json(1, 'c'))).toEqual({
      lines: [
        { sign: '-', text: 'a ─▶ b http' },
        { sign: '+', text: 'a ─▶ c http' },
      ],
    });
    expect(ask('{', json(1, 'c'))).toHaveProperty('mistake');
    expect(ask('[]', json(1, 'c'))).toHaveProperty('mistake');
  });
});

test('a spreadsheet takes no name for a formula', () => {
  const evil = viewOf(
    'services',
    model({
      services: [service('=cmd()'), service('a,b"c')],
      edges: [edge('=cmd()', 'a,b"c', 'x'), edge('a,b"c', '=cmd()', 'x')],
    }),
  );
  expect(renderCsv(evil)).toContain("'=cmd()");
  expect(renderCsv(evil)).toContain('"a,b""c"');
});
