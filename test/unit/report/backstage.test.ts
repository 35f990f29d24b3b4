import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { viewOf } from '../../../src/graph/views/index.ts';
import { noContracts } from '../../../src/model/contract.ts';
import type { Operation } from '../../../src/model/model.ts';
import { renderBackstage } from '../../../src/report/map/backstage.ts';
import { openapiOf } from '../../../src/report/map/openapi.ts';
import { at, model, service } from '../lint/models.ts';

const route = (name: string, protocol = 'http') => ({ name, protocol, evidence: [at('routes.ts')] });
const operation = (owner: string, name: string): Operation => ({ id: `${owner} ${name}`, service: owner, name, trigger: 'http', protocol: 'http', evidence: [at('routes.ts')], effects: [] }); // prettier-ignore
const proto = (file: string, servedBy: readonly string[], consumedBy: readonly string[]) => ({
  file,
  package: 'orders.v1',
  services: [{ name: 'orders.v1.Orders', methods: [], servedBy, consumedBy, evidence: [at(file)] as const }],
  messages: [],
  enums: [],
  evidence: [at(file)] as const,
});

const shop = model({
  services: [service('orders'), service('web'), service('mail')],
  operations: [operation('orders', 'GET /orders/:id'), operation('mail', 'GET /healthz')],
  channels: [
    { id: 'kafka:placed', kind: 'kafka', publishedBy: ['orders'], consumedBy: ['mail'], evidence: [at('a.ts')] },
  ],
  edges: [{ from: 'web', to: 'orders', kind: 'sync', protocol: 'http', operation: 'GET /orders/:id', basis: 'inferred', evidence: [at('a.ts')] }], // prettier-ignore
  contracts: {
    ...noContracts,
    protos: [
      proto('services/mail/a b#.proto', [], ['mail']),
      proto('services/orders/orders.proto', ['orders'], []),
      { ...proto('health.proto', ['orders'], ['mail']), services: [{ name: 'grpc.health.v1.Health', methods: [], servedBy: ['orders'], consumedBy: ['mail'], evidence: [at('h')] }] }, // prettier-ignore
    ],
  },
});
const entities = parseAllDocuments(renderBackstage(viewOf('services', shop))).map((one) => one.toJS());
const entity = (kind: string, name: string) =>
  entities.find((one) => one.kind === kind && one.metadata.name === name)?.spec;

describe('what services offer each other', () => {
  test('contracts, routes and events are APIs; what is asked by operators is none', () =>
    expect(
      entities.filter(({ kind }) => kind === 'API').map(({ metadata, spec }) => [metadata.name, spec.type]),
    ).toEqual([
      ['orders-v1-Orders', 'grpc'],
      ['orders-http', 'openapi'],
      ['orders-events', 'asyncapi'],
    ]));

  test('each is provided and consumed by who does', () => {
    expect(entity('Component', 'orders')).toMatchObject({
      providesApis: ['api:orders-v1-Orders', 'api:orders-http', 'api:orders-events'],
    });
    expect(entity('Component', 'orders')).not.toHaveProperty('consumesApis');
    expect(entity('Component', 'web').consumesApis).toEqual(['api:orders-http']);
    expect(entity('Component', 'mail').consumesApis).toEqual(['api:orders-v1-Orders', 'api:orders-events']);
    expect(entity('Component', 'mail')).not.toHaveProperty('providesApis');
  });

  test('a contract is the file of who serves it', () =>
    expect(entity('API', 'orders-v1-Orders').definition).toEqual({ $text: './services/orders/orders.proto' }));

  test('events are described as AsyncAPI, each publisher for itself', () => {
    const { channels, operations } = parse(entity('API', 'orders-events').definition);
    expect(Object.values(channels)).toMatchObject([{ address: 'placed' }]);
    expect(Object.values(operations)).toMatchObject([{ action: 'send' }]);
  });
});

describe('routes as OpenAPI', () => {
  const pathsOf = (...names: readonly string[]) =>
    Object.entries<Record<string, unknown>>(
      parse(openapiOf({ name: 'orders', offers: names.map((name) => route(name)) }) ?? '{ "paths": {} }').paths,
    ).map(
      ([path, item]) =>
        `${Object.keys(item)
          .filter((key) => key !== 'parameters')
          .join(' ')} ${path}`,
    );

  test.each([
    ['GET /orders/:id', 'get /orders/{id}'],
    ['GET /orders/:id(\\d+)/:id?', 'get /orders/{id}/{id2}'],
    ['GET /files/{path*}', 'get /files/{path}'],
    ['DELETE /static/*', 'delete /static/{rest}'],
    ['ANY /all', 'get put post delete patch /all'],
    ['GET what?#', 'get /what%3F%23'],
  ])('%s', (name, said) => expect(pathsOf(name)).toEqual([said]));

  test('paths that differ by names of parameters alone are one', () =>
    expect(pathsOf('GET /a/:id', 'PUT /a/:name')).toEqual(['get put /a/{id}']));

  test('a service without routes for others has none', () => {
    expect(openapiOf({ name: 'a', offers: [route('GET /metrics'), route('GET /health/live')] })).toBeUndefined();
    expect(openapiOf({ name: 'a', offers: [route('orders.v1.Orders/Place', 'grpc'), route('start')] })).toBeUndefined();
  });
});
