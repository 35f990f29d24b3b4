import type { Case } from '../../src/lint/kit.ts';

const orders = {
  'services/orders/package.json':
    '{ "name": "orders", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0" } }',
  'services/orders/src/main.js': "import express from 'express';\nexpress().listen(8080);\n",
};

export default [
  {
    title: 'a compose file that is no YAML',
    page: true,
    files: { ...orders, 'compose.yaml': 'services:\n  orders:\n    build: [services/orders\n' },
    findings: [{ severity: 'warning', message: 'compose.yaml cannot be read', at: 'compose.yaml:4' }],
  },
  {
    title: 'a file that says nothing wrong',
    page: true,
    files: { ...orders, 'compose.yaml': 'services:\n  orders:\n    build: services/orders\n' },
    findings: [],
  },
  {
    title: 'a broken file that msvc.yaml leaves out',
    files: { ...orders, 'legacy/compose.yaml': 'services: [\n', 'msvc.yaml': 'version: 1\nignore: [legacy]\n' },
    findings: [],
  },
  {
    title: 'a test that is broken on purpose',
    files: {
      ...orders,
      'services/orders/test/fixtures/broken.yaml': 'services: [\n',
      'services/orders/src/__tests__/cut.ts': 'export const half = {',
    },
    findings: [],
  },
] satisfies readonly Case[];
