import type { FixCase } from '../../src/scaffold/fix-kit.ts';

const orders = {
  'services/orders/package.json':
    '{ "name": "orders", "scripts": { "start": "node main.js" }, "dependencies": { "express": "5.0.0" } }',
  'services/orders/main.js': "import express from 'express';\nexpress().listen(8080);\n",
  'services/orders/Dockerfile': 'FROM node:24\nCOPY . .\nUSER node\nCMD ["node", "main.js"]\n',
};
const path = 'k8s/orders.yaml';
const manifest = (container: string, head = ''): string => `${head}apiVersion: apps/v1
kind: Deployment
metadata:
  name: orders
spec:
  template:
    spec:
      containers:
        - name: orders # the only one
          image: shop/orders:1.0.0
${container}`;
const repaired = (title: string, before: string, after: string): FixCase => ({
  title,
  files: { ...orders, [path]: before },
  after: { [path]: after },
});

export default [
  repaired(
    'a container that says nothing, in one of several documents',
    `${manifest('          ports:\n            - containerPort: 8080\n', '# All of orders.\n')}---
apiVersion: v1
kind: Service
metadata: { name: orders }
`,
    `${manifest(
      `          ports:
            - containerPort: 8080
          resources:
            # A start: set it to what the service is seen to use.
            requests:
              cpu: 100m
              memory: 256Mi
            limits:
              memory: 512Mi
`,
      '# All of orders.\n',
    )}---
apiVersion: v1
kind: Service
metadata: { name: orders }
`,
  ),
  repaired(
    'a container that asks, but has no limit',
    manifest(`          resources:
            requests: # seen in June
              memory: 300Mi
`),
    manifest(`          resources:
            requests: # seen in June
              memory: 300Mi
              cpu: 100m
            limits:
              memory: 600Mi
`),
  ),
  repaired(
    'an empty mapping',
    manifest('          resources: {}\n'),
    manifest(`          resources:
            # A start: set it to what the service is seen to use.
            requests:
              cpu: 100m
              memory: 256Mi
            limits:
              memory: 512Mi
`),
  ),
  {
    title: 'software of others, which knows best what its data needs',
    files: { ...orders, [path]: manifest('').replaceAll('orders', 'mongo').replace('shop/mongo:1.0.0', 'mongo:8') },
    refused:
      'How much a program takes that is not written here nobody can tell: see what it uses (`kubectl top pod`), and set that.',
  },
  {
    title: 'a resource that other places share',
    files: {
      ...orders,
      [path]: `x-small: &small
  requests: { cpu: 50m }
${manifest('          resources: *small\n')}`,
    },
    refused: 'k8s/orders.yaml:2 is written in a way that msvc does not change.',
  },
] satisfies readonly FixCase[];
