import type { Case } from '../../src/lint/kit.ts';

const orders = {
  'services/orders/package.json':
    '{ "name": "orders", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0" } }',
  'services/orders/src/main.js': "import express from 'express';\nexpress().listen(8080);\n",
};
const entry = (rule: string) =>
  `{"rule":"${rule}","fingerprint":"0123456789ab","message":"billing imports a source file of orders"}\n`;

export default [
  {
    title: 'an entry whose finding is gone',
    page: true,
    files: { ...orders, '.msvc/baseline/billing.jsonl': entry('cross-context-import') },
    findings: [
      {
        severity: 'warning',
        message:
          'The baseline accepts a finding of cross-context-import that is gone: billing imports a source file of orders',
        at: '.msvc/baseline/billing.jsonl:1',
      },
    ],
  },
  {
    title: 'an entry of a rule that there is no more',
    files: { ...orders, '.msvc/baseline/billing.jsonl': `\n${entry('no-such-rule')}` },
    findings: [
      {
        severity: 'warning',
        message: 'The baseline accepts a finding of no-such-rule that is gone: billing imports a source file of orders',
        at: '.msvc/baseline/billing.jsonl:2',
      },
    ],
  },
  {
    title: 'an entry of a rule that is off',
    page: true,
    files: {
      ...orders,
      'msvc.yaml': 'rules: { cross-context-import: off }\n',
      '.msvc/baseline/billing.jsonl': entry('cross-context-import'),
    },
    findings: [],
  },
] satisfies readonly Case[];
