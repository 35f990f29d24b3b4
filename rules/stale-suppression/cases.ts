import type { Case } from '../../src/lint/kit.ts';

const service = (name: string) => ({
  [`services/${name}/package.json`]: `{ "name": "${name}", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0" } }`,
});
const main = (above: string) => `import express from 'express';\n${above}\nexpress().listen(8080);\n`;
const sale = {
  ...service('orders'),
  ...service('billing'),
  'services/orders/src/pool.js': 'export const pool = 1;\n',
  'services/orders/src/main.js': main(''),
};
const imports = "import { pool } from '../../orders/src/pool.js';\nconsole.log(pool);\n";
const billing = (text: string) => ({ ...sale, 'services/billing/src/main.js': text });

export default [
  {
    title: 'a comment that silences nothing any more',
    page: true,
    files: billing(main('// msvc-ignore cross-context-import -- the pool moves to a library next month')),
    findings: [
      {
        severity: 'warning',
        message: 'A suppression of cross-context-import silences nothing',
        at: 'services/billing/src/main.js:2',
      },
    ],
  },
  {
    title: 'a comment that has ended',
    page: true,
    files: billing(`// msvc-ignore cross-context-import -- the pool moves to a library, 2026-03-01\n${imports}`),
    findings: [
      {
        severity: 'warning',
        message: 'A suppression of cross-context-import ended on 2026-03-01',
        at: 'services/billing/src/main.js:1',
      },
    ],
  },
  {
    title: 'a comment without a reason',
    files: billing(`// msvc-ignore cross-context-import\n${imports}`),
    findings: [
      {
        severity: 'warning',
        message: 'A suppression of cross-context-import gives no reason, so it silences nothing',
        at: 'services/billing/src/main.js:1',
      },
    ],
  },
  {
    title: 'a comment that names a rule that does not exist, and one that names none',
    files: billing(`// msvc-ignore cross-context-imports -- later\n// msvc-ignore -- later\n${main('')}`),
    findings: [
      {
        severity: 'warning',
        message: '"cross-context-imports" is suppressed here, and there is no such rule',
        at: 'services/billing/src/main.js:1',
      },
      {
        severity: 'warning',
        message: 'A suppression names no rule, so it silences nothing',
        at: 'services/billing/src/main.js:2',
      },
    ],
  },
  {
    title: 'an entry of msvc.yaml that silences nothing, and a pattern and an allowance that match nothing',
    page: true,
    files: {
      ...billing(main('')),
      'msvc.yaml':
        'ignore: [legacy/**]\nrules:\n  shared-database: { allow: ["postgres:db/shop"] }\nsuppress:\n  - rule: cross-context-import\n    services: [billing, orders]\n    reason: one team\n',
    },
    findings: [
      {
        severity: 'warning',
        message: 'A suppression of cross-context-import silences nothing',
        at: 'msvc.yaml:5',
      },
      {
        severity: 'info',
        message: 'msvc.yaml ignores legacy/**, and nothing here has that path',
        at: 'msvc.yaml:1',
      },
      {
        severity: 'info',
        message: 'shared-database allows something that it would not report anyway: allow: postgres:db/shop',
        at: 'msvc.yaml:3',
      },
    ],
  },
  {
    title: 'a suppression that is in use',
    page: true,
    files: billing(`// msvc-ignore cross-context-import -- the pool moves to a library, 2027-03-01\n${imports}`),
    findings: [],
  },
  {
    title: 'the words in a text, and the suppression of a rule that is off',
    files: {
      ...billing(main("console.log('// msvc-ignore sync-chain');\n// msvc-ignore sync-cycle -- known")),
      'msvc.yaml': 'rules: { sync-cycle: off }\n',
    },
    findings: [],
  },
] satisfies readonly Case[];
