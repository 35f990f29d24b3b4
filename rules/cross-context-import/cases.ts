import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "@shop/${name}", "main": "src/index.ts", "scripts": { "start": "node src/main.ts" }, "dependencies": { "express": "5.0.0" } }`;
const root = '{ "name": "shop", "private": true, "workspaces": ["services/*", "contracts"] }';
const server = "import express from 'express';\nexpress().listen(8080);\n";

const services = {
  'package.json': root,
  'services/orders/package.json': manifest('orders'),
  'services/orders/src/main.ts': server,
  'services/orders/src/index.ts': "export { Order } from './order.ts';\n",
  'services/orders/src/order.ts': 'export class Order {}\nexport type OrderId = string;\n',
  'services/billing/package.json': manifest('billing'),
  'services/billing/src/main.ts': server,
};

export default [
  {
    title: 'a relative import across the border',
    page: true,
    files: {
      ...services,
      'services/billing/src/invoice.ts':
        "import { Order } from '../../orders/src/order.ts';\n\nexport const invoiceOf = (order: Order) => ({ order });\n",
    },
    findings: [
      {
        severity: 'error',
        message: 'billing imports a source file of orders',
        at: 'services/billing/src/invoice.ts:1',
      },
    ],
  },
  {
    title: 'an import of the other service’s package, through its barrel',
    files: {
      ...services,
      'services/billing/src/invoice.ts': "import { Order } from '@shop/orders';\nexport const order = new Order();\n",
    },
    findings: [
      {
        severity: 'error',
        message: 'billing imports a source file of orders',
        at: 'services/billing/src/invoice.ts:1',
      },
    ],
  },
  {
    title: 'an import through a tsconfig path',
    files: {
      ...services,
      'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@orders/*": ["services/orders/src/*"] } } }',
      'services/billing/tsconfig.json': '{ "extends": "../../tsconfig.json" }',
      'services/billing/src/invoice.ts': "import { Order } from '@orders/order';\nexport const order = new Order();\n",
    },
    findings: [
      {
        severity: 'error',
        message: 'billing imports a source file of orders',
        at: 'services/billing/src/invoice.ts:1',
      },
    ],
  },
  {
    title: 'an import of a type alone',
    files: {
      ...services,
      'services/billing/src/invoice.ts':
        "import type { OrderId } from '../../orders/src/order.ts';\nexport type Invoice = { of: OrderId };\n",
    },
    findings: [
      {
        severity: 'error',
        message: 'billing imports a source file of orders',
        at: 'services/billing/src/invoice.ts:1',
      },
    ],
  },
  {
    title: 'an import of a type alone, where msvc.yaml accepts those',
    files: {
      ...services,
      'msvc.yaml': 'version: 1\nrules:\n  cross-context-import:\n    allowTypeOnly: true\n',
      'services/billing/src/invoice.ts':
        "import type { OrderId } from '../../orders/src/order.ts';\nexport type Invoice = { of: OrderId };\n",
    },
    findings: [],
  },
  {
    title: 'an import of a contract',
    page: true,
    files: {
      ...services,
      'contracts/package.json': '{ "name": "@shop/contracts", "main": "orders.ts" }',
      'contracts/orders.ts': 'export type OrderPlaced = { readonly id: string };\n',
      'services/billing/src/invoice.ts':
        "import type { OrderPlaced } from '@shop/contracts';\nexport const invoiceOf = (order: OrderPlaced) => ({ order });\n",
    },
    findings: [],
  },
  {
    title: 'a test that looks at both sides',
    files: {
      ...services,
      'services/billing/test/flow.test.ts': "import { Order } from '../../orders/src/order.ts';\nnew Order();\n",
      'services/billing/src/invoice.spec.ts': "import { Order } from '../../orders/src/order.ts';\nnew Order();\n",
    },
    findings: [],
  },
  {
    title: 'a process that mounts the context of another folder',
    files: {
      ...services,
      'services/orders/context.ts': "import { Order } from './src/order.ts';\nexport const orders = { Order };\n",
      'services/billing/main.ts': "import { orders } from '../orders/context.ts';\nexport const mounted = [orders];\n",
    },
    findings: [],
  },
  {
    title: 'two services of one context',
    files: {
      ...services,
      'msvc.yaml': 'version: 1\ncontexts:\n  sales:\n    paths: [services/orders, services/billing]\n',
      'services/billing/src/invoice.ts':
        "import { Order } from '../../orders/src/order.ts';\nexport const order = new Order();\n",
    },
    findings: [],
  },
  {
    title: 'a shared library that has the name of a service',
    files: {
      ...services,
      'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@libs/*": ["libs/*"] } } }',
      'services/billing/tsconfig.json': '{ "extends": "../../tsconfig.json" }',
      'libs/orders/index.ts': 'export const RequireRole = (role: string) => ({ role });\n',
      'services/billing/src/invoice.ts':
        "import { RequireRole } from '@libs/orders';\nexport const guard = RequireRole('clerk');\n",
    },
    findings: [],
  },
] satisfies readonly Case[];
