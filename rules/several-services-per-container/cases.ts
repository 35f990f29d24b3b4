import type { Case } from '../../src/lint/kit.ts';

const server = (port: number): string =>
  `import express from 'express';\n\nconst app = express();\napp.get('/', (_, res) => res.json({}));\napp.listen(${port});\n`;
const shop = (start: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  'compose.yaml': 'services:\n  shop:\n    build: shop\n',
  'shop/Dockerfile': 'FROM node:24\nCOPY . .\nCMD ["npm", "start"]\n',
  'shop/package.json': `{ "name": "shop", "scripts": ${JSON.stringify({ start, 'start:orders': 'node orders.js', 'start:mails': 'node mails.js' })}, "dependencies": { "express": "5.0.0" } }`,
  'shop/orders.js': server(8080),
  'shop/mails.js': server(8081),
  ...more,
});
const several = (name: string, at: string) =>
  [
    {
      severity: 'error',
      message: `The container ${name} runs 2 servers: shop/mails.js and shop/orders.js`,
      at,
    },
  ] as const;

export default [
  {
    title: 'two servers side by side',
    page: true,
    files: shop('concurrently "node orders.js" "node mails.js"'),
    findings: several('shop', 'compose.yaml:2'),
  },
  {
    title: 'one of them in the background of a shell',
    files: shop('', {
      'shop/Dockerfile': 'FROM node:24\nCOPY . .\nCMD ["sh", "-c", "node mails.js & node orders.js"]\n',
    }),
    findings: several('shop', 'compose.yaml:2'),
  },
  {
    title: 'scripts that run at once, named by a pattern',
    files: shop('run-p start:*'),
    findings: several('shop', 'compose.yaml:2'),
  },
  {
    title: 'a process manager with two applications',
    files: shop('', {
      'shop/Dockerfile': 'FROM node:24\nCOPY . .\nCMD ["pm2-runtime", "ecosystem.config.js"]\n',
      'shop/ecosystem.config.js':
        "module.exports = { apps: [{ name: 'orders', script: 'orders.js' }, { name: 'mails', script: 'mails.js' }] };\n",
    }),
    findings: several('shop', 'compose.yaml:2'),
  },
  {
    title: 'a container for each',
    page: true,
    files: shop('', {
      'compose.yaml':
        'services:\n  orders:\n    build: shop\n    command: node orders.js\n  mails:\n    build: shop\n    command: node mails.js\n',
    }),
    findings: [],
  },
  {
    title: 'a compiler beside a server',
    files: shop('concurrently "tsc --watch" "node orders.js"'),
    findings: [],
  },
  {
    title: 'a migration before the server',
    files: shop('', {
      'shop/Dockerfile': 'FROM node:24\nCOPY . .\nCMD ["sh", "-c", "node mails.js && node orders.js"]\n',
    }),
    findings: [],
  },
  {
    title: 'several processes of one program',
    files: shop('concurrently "node orders.js" "node orders.js"'),
    findings: [],
  },
  {
    title: 'a compose file for development',
    files: shop('concurrently "node orders.js" "node mails.js"', {
      'compose.yaml': '',
      'compose.dev.yaml': 'services:\n  shop:\n    build: shop\n',
    }),
    findings: [],
  },
] satisfies readonly Case[];
