import type { Case } from '../../src/lint/kit.ts';

const orders = {
  'services/orders/package.json':
    '{ "name": "orders", "scripts": { "start": "node main.js" }, "dependencies": { "express": "5.0.0" } }',
  'services/orders/main.js': "import express from 'express';\nexpress().listen(8080);\n",
};
const compose = (image: string): string => `services:
  orders:
    build: services/orders
  db:
    image: ${image}
`;
const deployment = (image: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: orders
spec:
  template:
    spec:
      containers:
        - name: orders
          image: ${image}
`;
const dockerfile = (from: string): string => `${from}\nCOPY . .\nUSER node\nCMD ["node", "main.js"]\n`;
const untagged = (image: string, at: string) =>
  [{ severity: 'error', message: `${image} has no tag: which version runs is decided when it is pulled`, at }] as const;
const latest = (image: string, at: string) =>
  [{ severity: 'error', message: `${image} is another image tomorrow`, at }] as const;

export default [
  {
    title: 'a database without a tag',
    page: true,
    files: { ...orders, 'compose.yaml': compose('mongo') },
    findings: untagged('mongo', 'compose.yaml:5'),
  },
  {
    title: 'latest in Kubernetes',
    page: true,
    files: { ...orders, 'k8s/orders.yaml': deployment('shop/orders:latest') },
    findings: latest('shop/orders:latest', 'k8s/orders.yaml:10'),
  },
  {
    title: 'a base that has no tag, behind a registry with a port',
    files: { ...orders, 'services/orders/Dockerfile': dockerfile('FROM registry.example.com:5000/node') },
    findings: untagged('registry.example.com:5000/node', 'services/orders/Dockerfile:1'),
  },
  {
    title: 'latest of a variant, once for a file that names it twice',
    files: {
      ...orders,
      'services/orders/Dockerfile': dockerfile('FROM node:latest AS build\nRUN npm ci\n\nFROM node:latest'),
    },
    findings: latest('node:latest', 'services/orders/Dockerfile:1'),
  },
  {
    title: 'a registry out of a variable in front of latest',
    files: { ...orders, 'compose.yaml': compose('${REGISTRY:-docker.io}/redis:latest') },
    findings: latest('docker.io/redis:latest', 'compose.yaml:5'),
  },
  {
    title: 'versions and digests',
    page: true,
    files: {
      ...orders,
      'compose.yaml': compose('postgres:18.1'),
      'k8s/orders.yaml': deployment(`shop/orders@sha256:${'0'.repeat(64)}`),
      'services/orders/Dockerfile': dockerfile('FROM node:24-alpine AS build\n\nFROM build'),
    },
    findings: [],
  },
  {
    title: 'what compose builds itself',
    files: {
      ...orders,
      'compose.yaml': 'services:\n  orders:\n    image: shop/orders\n    build: services/orders\n',
    },
    findings: [],
  },
  {
    title: 'an image that another Dockerfile of the workspace is called after',
    files: {
      ...orders,
      'docker/shop-base.Dockerfile': dockerfile('FROM node:24-alpine'),
      'services/orders/Dockerfile': dockerfile('FROM shop-base'),
    },
    findings: [],
  },
  {
    title: 'an image of others, though a Dockerfile is called like it',
    files: {
      ...orders,
      'services/orders/Dockerfile': dockerfile('FROM node:24-alpine'),
      'services/orders/Dockerfile.redis': 'FROM redis\nCOPY redis.conf /etc/\n',
    },
    findings: [
      {
        severity: 'error',
        message: 'redis has no tag: which version runs is decided when it is pulled',
        at: 'services/orders/Dockerfile.redis:1',
      },
    ],
  },
  {
    title: 'a tag out of a variable, whatever its default',
    files: {
      ...orders,
      'compose.yaml': compose('redis:${REDIS_TAG:-latest}'),
      'services/orders/Dockerfile': dockerfile('ARG NODE=latest\nFROM node:${NODE}'),
    },
    findings: [],
  },
  {
    title: 'a tag out of the values of a chart',
    files: {
      ...orders,
      'chart/Chart.yaml': 'apiVersion: v2\nname: orders\nversion: 1.0.0\n',
      'chart/values.yaml': 'image:\n  tag: latest\n',
      'chart/templates/orders.yaml': deployment('"shop/orders:{{ .Values.image.tag }}"'),
    },
    findings: [],
  },
  {
    title: 'a tag that Kustomize puts in',
    files: {
      ...orders,
      'k8s/orders.yaml': deployment('shop/orders'),
      'k8s/kustomization.yaml': 'resources: [orders.yaml]\nimages:\n  - name: shop/orders\n    newTag: 1.4.2\n',
    },
    findings: [],
  },
  {
    title: 'an image that Skaffold builds and tags',
    files: {
      ...orders,
      'k8s/orders.yaml': deployment('shop/orders'),
      'skaffold.yaml': `apiVersion: skaffold/v4beta11
kind: Config
build:
  artifacts:
    - image: shop/orders
      context: services/orders
`,
    },
    findings: [],
  },
  {
    title: 'a sample',
    files: { ...orders, 'examples/compose.yaml': 'services:\n  db:\n    image: mongo\n' },
    findings: [],
  },
] satisfies readonly Case[];
