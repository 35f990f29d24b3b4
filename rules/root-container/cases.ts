import type { Case } from '../../src/lint/kit.ts';

const orders = {
  'services/orders/package.json':
    '{ "name": "orders", "scripts": { "start": "node main.js" }, "dependencies": { "express": "5.0.0" } }',
  'services/orders/main.js': "import express from 'express';\nexpress().listen(8080);\n",
};
const image = (lines: string): Readonly<Record<string, string>> => ({
  ...orders,
  'compose.yaml': 'services:\n  orders:\n    build: services/orders\n',
  'services/orders/Dockerfile': `${lines}\nCOPY . .\nCMD ["node", "main.js"]\n`,
});
const deployment = (security: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: orders
spec:
  template:
    spec:
      containers:
        - name: orders
          image: shop/orders:1.0
          securityContext:
            ${security}
`;
const asRoot = (why: string, at: string) =>
  [{ severity: 'warning', message: `orders runs as root: ${why}`, at }] as const;

export default [
  {
    title: 'an image without a USER',
    page: true,
    files: image('FROM node:24-alpine'),
    findings: asRoot('node:24-alpine does, and no USER follows', 'services/orders/Dockerfile:1'),
  },
  {
    title: 'a USER in the build stage alone',
    files: image('FROM node:24 AS build\nUSER node\n\nFROM node:24-slim'),
    findings: asRoot('node:24-slim does, and no USER follows', 'services/orders/Dockerfile:4'),
  },
  {
    title: 'a USER that is root',
    files: image('FROM node:24\nUSER root'),
    findings: asRoot('USER root', 'services/orders/Dockerfile:2'),
  },
  {
    title: 'a privileged container',
    page: true,
    files: { ...image('FROM node:24\nUSER node'), 'k8s/orders.yaml': deployment('privileged: true') },
    findings: [{ severity: 'warning', message: 'orders is privileged here', at: 'k8s/orders.yaml:12' }],
  },
  {
    title: 'a manifest that makes it root',
    files: {
      ...image('FROM node:24\nUSER node'),
      'compose.yaml': 'services:\n  orders:\n    build: services/orders\n    user: "0:0"\n',
    },
    findings: [{ severity: 'warning', message: 'orders is made root here', at: 'compose.yaml:4' }],
  },
  {
    title: 'an image with a USER',
    page: true,
    files: image('FROM node:24-alpine\nUSER node'),
    findings: [],
  },
  {
    title: 'a USER that a stage inherits from another',
    files: image('FROM node:24 AS base\nUSER 1000\n\nFROM base'),
    findings: [],
  },
  {
    title: 'a base that runs as somebody else',
    files: image('FROM gcr.io/distroless/nodejs24-debian12:nonroot'),
    findings: [],
  },
  {
    title: 'a base of a company, of which nothing is known',
    files: image('FROM registry.example.com/platform/node:24'),
    findings: [],
  },
  {
    title: 'a start that gives up root',
    files: {
      ...image(''),
      'services/orders/Dockerfile': 'FROM node:24\nCOPY . .\nCMD ["gosu", "node", "node", "main.js"]\n',
    },
    findings: [],
  },
  {
    title: 'a manifest that makes it somebody else',
    files: {
      ...image('FROM node:24'),
      'compose.yaml': 'services:\n  orders:\n    build: services/orders\n    user: "1000:1000"\n',
    },
    findings: [],
  },
  {
    title: 'a Dockerfile for development beside one that gives up root',
    files: {
      ...image('FROM node:24\nUSER node'),
      'compose.dev.yaml': 'services:\n  orders:\n    build: { context: services/orders, dockerfile: Dockerfile.dev }\n',
      'services/orders/Dockerfile.dev': 'FROM node:24\nCMD ["npm", "run", "dev"]\n',
    },
    findings: [],
  },
] satisfies readonly Case[];
