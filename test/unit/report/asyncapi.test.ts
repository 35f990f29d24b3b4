import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { viewOf } from '../../../src/graph/views/index.ts';
import { noContracts } from '../../../src/model/contract.ts';
import { renderAsyncapi } from '../../../src/report/map/asyncapi.ts';
import { at, model, service } from '../lint/models.ts';

const channel = (name: string) => ({ id: `kafka:${name}`, kind: 'kafka', publishedBy: ['orders'], consumedBy: [], evidence: [at('a.ts')] as const }); // prettier-ignore
const field = (name: string, type: string, repeated = false) => ({ name, type, repeated, number: 1, evidence: [at('orders.proto')] as const }); // prettier-ignore
const fields = [
  field('order_id', 'string'),
  field('amount', 'int64'),
  field('count', 'int32'),
  field('lines', 'Line', true),
  field('tags', 'string', true),
  field('occurred_at', 'google.protobuf.Timestamp'),
];
const shop = model({
  services: [service('orders')],
  channels: [channel('orders.v1.OrderPlaced'), channel('order.paid')],
  contracts: {
    ...noContracts,
    protos: [
      {
        file: 'orders.proto',
        package: 'orders.v1',
        services: [],
        messages: [{ name: 'orders.v1.OrderPlaced', fields, evidence: [at('orders.proto')] }],
        enums: [],
        evidence: [at('orders.proto')],
      },
    ],
  },
});

test('messages have the schema that their protobuf contract has as JSON, others none', () => {
  const { channels, info } = parse(renderAsyncapi(viewOf('events', shop)));
  const named = Object.values<{ title: string; messages: { event: object } }>(channels);
  const messageOf = (name: string) => named.find(({ title }) => title === name)?.messages.event;
  expect(messageOf('orders.v1.OrderPlaced')).toMatchObject({
    payload: {
      type: 'object',
      properties: {
        orderId: { type: 'string' },
        amount: { type: 'string', pattern: '^-?[0-9]+$' },
        count: { type: 'integer' },
        lines: { type: 'array', items: { title: 'Line' } },
        tags: { type: 'array', items: { type: 'string' } },
        occurredAt: { type: 'string', format: 'date-time' },
      },
    },
  });
  expect(messageOf('order.paid')).not.toHaveProperty('payload');
  expect(info.description).toContain('protobuf');
});
