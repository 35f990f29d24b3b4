import type { Case } from '../../src/lint/kit.ts';

const orders = {
  'services/orders/package.json':
    '{ "name": "orders", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0" } }',
  'services/orders/src/main.js': "import express from 'express';\nexpress().listen(8080);\n",
};

export default [
  {
    title: 'a context whose folder is gone, and one that nothing is called',
    page: true,
    files: {
      ...orders,
      'msvc.yaml':
        'contexts:\n  sales:\n    paths: [services/orders, services/carts]\n  billing: { owner: team-money }\n',
    },
    findings: [
      {
        severity: 'warning',
        message: 'The context sales is said to lie in services/carts, and there is nothing',
        at: 'msvc.yaml:2',
      },
      { severity: 'warning', message: 'No service and no folder here is called billing', at: 'msvc.yaml:4' },
    ],
  },
  {
    title: 'contexts with a folder, a service or a module of their own',
    page: true,
    files: {
      ...orders,
      'services/orders/src/pricing/index.js': 'export const price = 1;\n',
      'msvc.yaml': 'contexts:\n  sales: { paths: ["services/ord*/**"] }\n  orders: {}\n  pricing: {}\n',
    },
    findings: [],
  },
  {
    title: 'a context that lies in another repository',
    files: { ...orders, 'msvc.yaml': 'partial: true\ncontexts:\n  billing: {}\n' },
    findings: [],
  },
] satisfies readonly Case[];
