import type { FixCase } from '../../src/scaffold/fix-kit.ts';

const service = (name: string, from: string): FixCase['files'] => ({
  [`services/${name}/package.json`]: `{ "name": "${name}", "scripts": { "start": "node main.js" }, "dependencies": { "express": "5.0.0" } }`,
  [`services/${name}/main.js`]: "import express from 'express';\nexpress().listen(8080);\n",
  [`services/${name}/Dockerfile`]: `FROM ${from} AS run\nCOPY . .\nUSER node\nCMD ["node", "main.js"]\n`,
});
const compose = (database: string): string => `services:
  orders:
    build: services/orders
  stock:
    build: services/stock
  db:
    image: ${database} # theirs
`;
const tree = (orders: string, stock: string, database = 'postgres:18.1'): FixCase['files'] => ({
  'compose.yaml': compose(database),
  ...service('orders', orders),
  ...service('stock', stock),
});
const digest = `node:24.11-alpine@sha256:${'0f'.repeat(32)}`;

export default [
  {
    title: 'a base that another Dockerfile names by its version',
    files: tree('node', 'node:24.11-alpine'),
    after: { 'services/orders/Dockerfile': tree('node:24.11-alpine', '')['services/orders/Dockerfile'] ?? '' },
  },
  {
    title: 'a base that another Dockerfile names by its digest',
    files: tree('node:latest', digest),
    after: { 'services/orders/Dockerfile': tree(digest, '')['services/orders/Dockerfile'] ?? '' },
  },
  {
    title: 'a base whose version stands nowhere',
    files: tree('node:latest', 'python:3'),
    refused:
      'Which version is meant stands nowhere: choose one and write node:VERSION, or the digest that `docker buildx imagetools inspect node:VERSION` prints.',
  },
  {
    title: 'what runs and may hold data',
    files: { ...tree('node:24', 'node:24', 'postgres:latest'), 'services/stock/db.Dockerfile': 'FROM postgres:18.1\n' },
    refused:
      'Which version runs now stands nowhere: ask where it runs (`docker inspect`, `kubectl describe pod`), and name that one instead of postgres:latest.',
  },
  {
    title: 'an image that is named by several versions',
    files: {
      ...tree('node', 'node:22'),
      'compose.yaml': `${compose('postgres:18.1')}  admin:\n    image: node:24\n`,
    },
    refused: 'The workspace names several: node:22, node:24. Choose one.',
  },
] satisfies readonly FixCase[];
