import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "${name}", "scripts": { "start": "node main.js" }, "dependencies": { "express": "5.0.0" } }`;
const services = {
  'services/orders/package.json': manifest('orders'),
  'services/orders/main.js': "const express = require('express');\nexpress().listen(8080);\n",
  'services/billing/package.json': manifest('billing'),
  'services/billing/main.js': "const express = require('express');\nexpress().listen(8080);\n",
};
const nobody = (name: string) =>
  ({ severity: 'warning', message: `Nobody owns ${name}`, at: `services/${name}/package.json:1` }) as const;

export default [
  {
    title: 'a service that CODEOWNERS forgets',
    page: true,
    files: { ...services, '.github/CODEOWNERS': '/services/orders/ @shop/sales\n' },
    findings: [nobody('billing')],
  },
  {
    title: 'a context that two teams own',
    page: true,
    files: {
      ...services,
      CODEOWNERS: '/services/billing/ @shop/finance\n/services/orders/ @shop/sales @shop/logistics\n',
    },
    findings: [
      {
        severity: 'warning',
        message: 'Two teams own orders: @shop/sales and @shop/logistics',
        at: 'CODEOWNERS:2',
      },
    ],
  },
  {
    title: 'services of one context that different teams own',
    files: {
      ...services,
      CODEOWNERS: '/services/billing/ @shop/finance\n/services/orders/ @shop/sales\n',
      'msvc.yaml': 'version: 1\ncontexts:\n  sales:\n    paths: [services/orders, services/billing]\n',
    },
    findings: [
      { severity: 'warning', message: 'Two teams own sales: @shop/finance and @shop/sales', at: 'CODEOWNERS:1' },
    ],
  },
  {
    title: 'most contexts without an owner, once',
    files: { ...services, CODEOWNERS: '/docs/ @shop/writers\n*.sql @shop/data\n' },
    findings: [
      {
        severity: 'warning',
        message: 'Nobody owns 2 of 2 contexts: billing and orders',
        at: 'services/billing/package.json:1',
      },
    ],
  },
  {
    title: 'a line without an owner, which takes the one above back',
    files: { ...services, CODEOWNERS: '* @shop/everybody\n/services/orders/\n' },
    findings: [nobody('orders')],
  },
  {
    title: 'a context without an owner where msvc.yaml names others',
    files: {
      ...services,
      'msvc.yaml': 'version: 1\ncontexts:\n  orders:\n    owner: sales\n  billing:\n    paths: [services/billing]\n',
    },
    findings: [nobody('billing')],
  },
  {
    title: 'an owner for each, in either file',
    page: true,
    files: {
      ...services,
      '.github/CODEOWNERS': 'services/orders @alice @bob\n',
      'msvc.yaml': 'version: 1\ncontexts:\n  billing:\n    owner: finance\n',
    },
    findings: [],
  },
  {
    title: 'a line for everything',
    files: { ...services, CODEOWNERS: '* @shop/core @shop/platform\n' },
    findings: [],
  },
  {
    title: 'a folder anywhere, and a glob',
    files: { ...services, CODEOWNERS: 'orders/ @shop/sales\n/services/bill* @shop/finance\n' },
    findings: [],
  },
  { title: 'a workspace that names no owner', files: services, findings: [] },
] satisfies readonly Case[];
