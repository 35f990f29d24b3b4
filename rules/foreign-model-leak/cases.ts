import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  JSON.stringify({ name, scripts: { start: 'node src/main.ts' }, dependencies: { '@bufbuild/protobuf': '2.0.0' } });

const server = (first: string): string =>
  `${first}import { createServer } from 'node:http';\n\ncreateServer().listen(8080);\n`;

const shop = {
  'services/orders/package.json': manifest('orders'),
  'services/orders/src/main.ts': server(''),
  'compose.yaml': 'services:\n  orders:\n    build: services/orders\n  billing:\n    build: services/billing\n',
  'services/billing/package.json': manifest('billing'),
  'contracts/package.json': '{ "name": "@shop/contracts" }',
  'contracts/orders/v1/events.proto':
    'syntax = "proto3";\n\npackage orders.v1;\n\nmessage OrderPlaced {\n  string order_id = 1;\n  int64 amount = 2;\n}\n',
  'contracts/billing/v1/events.proto':
    'syntax = "proto3";\n\npackage billing.v1;\n\nmessage InvoiceSent {\n  string invoice_id = 1;\n}\n',
};
const in_ = (file: string, text: string) => ({
  ...shop,
  'services/billing/src/main.ts': server(`import { feeOf } from './${file}';\n`),
  [`services/billing/src/${file}`]: text,
});
const reckon = (name: string, from: string): string =>
  `import type { ${name} } from '${from}';\n\nexport const feeOf = (of: ${name}): number => Object.keys(of).length;\n`;

/** A folder that keeps the words of a foreign system apart. */
const layered = {
  ...shop,
  'services/billing/src/acl/legacy-crm/model.ts': 'export const recordSchema = { parse: (of: unknown) => of };\n',
  'services/billing/src/acl/legacy-crm/client.ts':
    "import { toDebtor } from './translate.ts';\n\nexport const clients = () => toDebtor({});\n",
  'services/billing/src/acl/legacy-crm/translate.ts':
    "import { recordSchema } from './model.ts';\n\nexport const toDebtor = (of: unknown) => recordSchema.parse(of);\n",
};

const leak = (file: string) =>
  [
    {
      severity: 'error',
      message: 'The domain of billing is written in messages of orders: OrderPlaced',
      at: `services/billing/src/${file}:1`,
    },
  ] as const;

export default [
  {
    title: 'a domain that reckons with the message of another context',
    page: true,
    files: in_('domain/fee.ts', reckon('OrderPlaced', '@shop/contracts/orders/v1/events_pb')),
    findings: leak('domain/fee.ts'),
  },
  {
    title: 'an adapter that translates the message',
    page: true,
    files: in_('adapters/events/consumers.ts', reckon('OrderPlaced', '@shop/contracts/orders/v1/events_pb')),
    findings: [],
  },
  {
    title: 'a use case that is given the message',
    files: in_('application/when-order-placed.ts', reckon('OrderPlaced', '@shop/contracts/orders/v1/events_pb')),
    findings: leak('application/when-order-placed.ts'),
  },
  {
    title: 'a context’s own message',
    files: in_('domain/fee.ts', reckon('InvoiceSent', '@shop/contracts/billing/v1/events_pb')),
    findings: [],
  },
  {
    title: 'a file in no named layer',
    files: in_('fee.ts', reckon('OrderPlaced', '@shop/contracts/orders/v1/events_pb')),
    findings: [],
  },
  {
    title: 'a mapper that lies beside the domain',
    files: in_('application/order.mapper.ts', reckon('OrderPlaced', '@shop/contracts/orders/v1/events_pb')),
    findings: [],
  },
  {
    title: 'services of one context',
    files: {
      ...in_('domain/fee.ts', reckon('OrderPlaced', '@shop/contracts/orders/v1/events_pb')),
      'msvc.yaml': 'version: 1\ncontexts:\n  sales:\n    paths: [services/orders, services/billing]\n',
    },
    findings: [],
  },
  {
    title: 'the model of a foreign system outside the layer that translates it',
    page: true,
    files: {
      ...layered,
      'services/billing/src/main.ts': server("import { dunning } from './http/dunning.ts';\n"),
      'services/billing/src/http/dunning.ts':
        "import { recordSchema } from '../acl/legacy-crm/model.ts';\n\nexport const dunning = (of: unknown) => recordSchema.parse(of);\n",
    },
    findings: [
      {
        severity: 'error',
        message: 'billing uses what belongs to legacy-crm outside the layer that translates it: recordSchema',
        at: 'services/billing/src/http/dunning.ts:1',
      },
    ],
  },
  {
    title: 'a domain that takes from the layer even what is translated',
    files: {
      ...layered,
      'services/billing/src/main.ts': server("import { due } from './domain/due.ts';\n"),
      'services/billing/src/domain/due.ts':
        "import { clients } from '../acl/legacy-crm/client.ts';\n\nexport const due = () => clients();\n",
    },
    findings: [
      {
        severity: 'error',
        message: 'billing uses what belongs to legacy-crm outside the layer that translates it: clients',
        at: 'services/billing/src/domain/due.ts:1',
      },
    ],
  },
  {
    title: 'a folder that lists who may do what',
    files: {
      ...shop,
      'services/billing/src/acl/roles/model.ts': "export const roles = ['clerk'];\n",
      'services/billing/src/main.ts': server("import { roles } from './acl/roles/model.ts';\n"),
    },
    findings: [],
  },
  {
    title: 'a layer that is put to work, and its test',
    page: true,
    files: {
      ...layered,
      'services/billing/src/main.ts': server("import { clients } from './acl/legacy-crm/client.ts';\n"),
      'services/billing/test/crm.test.ts':
        "import { recordSchema } from '../src/acl/legacy-crm/model.ts';\n\nrecordSchema.parse({});\n",
    },
    findings: [],
  },
] satisfies readonly Case[];
