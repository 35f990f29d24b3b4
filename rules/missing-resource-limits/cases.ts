import type { Case } from '../../src/lint/kit.ts';

const orders = {
  'services/orders/package.json':
    '{ "name": "orders", "scripts": { "start": "node main.js" }, "dependencies": { "express": "5.0.0" } }',
  'services/orders/main.js': "import express from 'express';\nexpress().listen(8080);\n",
};
const deployment = (resources = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: orders
spec:
  template:
    spec:
      containers:
        - name: orders
          image: shop/orders:1.0
${resources}`;
const files = (resources?: string): Readonly<Record<string, string>> => ({
  ...orders,
  'k8s/orders.yaml': deployment(resources),
});
const without = (missing: string, at: string) =>
  [{ severity: 'warning', message: `orders runs without ${missing}`, at }] as const;
const limited = `          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { memory: 256Mi }
`;
const chart = (template: string): Readonly<Record<string, string>> => ({
  ...orders,
  'chart/Chart.yaml': 'apiVersion: v2\nname: orders\nversion: 1.0.0\n',
  'chart/values.yaml': 'resources: {}\n',
  'chart/templates/orders.yaml': deployment(template),
});

export default [
  {
    title: 'a container that says nothing',
    page: true,
    files: files(),
    findings: without('requests and without a memory limit', 'k8s/orders.yaml:9'),
  },
  {
    title: 'requests without a memory limit',
    page: true,
    files: files('          resources:\n            requests: { cpu: 100m, memory: 128Mi }\n'),
    findings: without('a memory limit', 'k8s/orders.yaml:12'),
  },
  {
    title: 'an empty mapping',
    files: files('          resources: {}\n'),
    findings: without('requests and without a memory limit', 'k8s/orders.yaml:11'),
  },
  {
    title: 'software of others in the cluster',
    files: {
      ...files(limited),
      'k8s/db.yaml': deployment().replaceAll('orders', 'db').replace('shop/db:1.0', 'postgres:18'),
    },
    findings: [
      { severity: 'warning', message: 'db runs without requests and without a memory limit', at: 'k8s/db.yaml:9' },
    ],
  },
  {
    title: 'two environments without limits, once',
    files: { ...orders, 'k8s/prod/orders.yaml': deployment(), 'k8s/stage/orders.yaml': deployment() },
    findings: without('requests and without a memory limit', 'k8s/prod/orders.yaml:9'),
  },
  { title: 'requests and a memory limit', page: true, files: files(limited), findings: [] },
  {
    title: 'limits alone: they are requests too',
    files: files('          resources:\n            limits: { cpu: 500m, memory: 256Mi }\n'),
    findings: [],
  },
  {
    title: 'a copy for development',
    files: { ...files(limited), 'k8s/dev/orders.yaml': deployment() },
    findings: [],
  },
  {
    title: 'what a template fills in',
    files: chart('          resources:\n            {{- toYaml .Values.resources | nindent 12 }}\n'),
    findings: [],
  },
  {
    title: 'what a helper of the chart prints',
    files: chart('          {{- include "shop.resources" . | nindent 10 }}\n'),
    findings: [],
  },
  {
    title: 'a cluster that gives limits to all',
    files: {
      ...files(),
      'k8s/limits.yaml': 'apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: limits\nspec:\n  limits: []\n',
    },
    findings: [],
  },
  {
    title: 'compose',
    files: { ...orders, 'compose.yaml': 'services:\n  orders:\n    build: services/orders\n' },
    findings: [],
  },
] satisfies readonly Case[];
